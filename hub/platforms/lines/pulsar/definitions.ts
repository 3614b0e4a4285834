/** What of Pulsar's binary protocol is spoken here: numbers and names of its published definition, the rest left out. */

/**
 * Compressions and errors are read as numbers: a number that is not known yet would otherwise read as none at all.
 * Source: Apache Pulsar, `pulsar-common/src/main/proto/PulsarApi.proto` (Apache License 2.0).
 */
export const definitions = `
syntax = "proto2";
package pulsar.proto;

message MessageIdData {
  required uint64 ledgerId = 1;
  required uint64 entryId = 2;
  optional int32 partition = 3;
  optional int32 batch_index = 4;
}
message KeyValue { required string key = 1; required string value = 2; }
message EncryptionKeys { required string key = 1; required bytes value = 2; }
enum CompressionType { NONE = 0; LZ4 = 1; ZLIB = 2; ZSTD = 3; SNAPPY = 4; }
message MessageMetadata {
  required string producer_name = 1;
  required uint64 sequence_id = 2;
  required uint64 publish_time = 3;
  repeated KeyValue properties = 4;
  optional int32 compression = 8;
  optional uint32 uncompressed_size = 9;
  optional int32 num_messages_in_batch = 11;
  repeated EncryptionKeys encryption_keys = 13;
  optional int32 num_chunks_from_msg = 27;
}
message SingleMessageMetadata {
  repeated KeyValue properties = 1;
  required int32 payload_size = 3;
  optional bool compacted_out = 4;
}

enum ServerError {
  UnknownError = 0;
  MetadataError = 1;
  PersistenceError = 2;
  AuthenticationError = 3;
  AuthorizationError = 4;
  ConsumerBusy = 5;
  ServiceNotReady = 6;
  ProducerBlockedQuotaExceededError = 7;
  ProducerBlockedQuotaExceededException = 8;
  ChecksumError = 9;
  UnsupportedVersionError = 10;
  TopicNotFound = 11;
  SubscriptionNotFound = 12;
  ConsumerNotFound = 13;
  TooManyRequests = 14;
  TopicTerminatedError = 15;
  ProducerBusy = 16;
  InvalidTopicName = 17;
  IncompatibleSchema = 18;
  ConsumerAssignError = 19;
  NotAllowedError = 22;
}

message FeatureFlags { optional bool supports_auth_refresh = 1; }
message CommandConnect {
  required string client_version = 1;
  optional bytes auth_data = 3;
  optional int32 protocol_version = 4;
  optional string auth_method_name = 5;
  optional string proxy_to_broker_url = 6;
  optional FeatureFlags feature_flags = 10;
}
message CommandConnected {
  required string server_version = 1;
  optional int32 protocol_version = 2;
  optional int32 max_message_size = 3;
}
message AuthData { optional string auth_method_name = 1; optional bytes auth_data = 2; }
message CommandAuthResponse {
  optional string client_version = 1;
  optional AuthData response = 2;
  optional int32 protocol_version = 3;
}
message CommandAuthChallenge { optional string server_version = 1; optional AuthData challenge = 2; }

message CommandSubscribe {
  enum SubType { Exclusive = 0; Shared = 1; Failover = 2; Key_Shared = 3; }
  enum InitialPosition { Latest = 0; Earliest = 1; }
  required string topic = 1;
  required string subscription = 2;
  required SubType subType = 3;
  required uint64 consumer_id = 4;
  required uint64 request_id = 5;
  optional string consumer_name = 6;
  optional InitialPosition initialPosition = 13;
}
message CommandPartitionedTopicMetadata { required string topic = 1; required uint64 request_id = 2; }
message CommandPartitionedTopicMetadataResponse {
  enum LookupType { Success = 0; Failed = 1; }
  optional uint32 partitions = 1;
  required uint64 request_id = 2;
  optional LookupType response = 3;
  optional int32 error = 4;
  optional string message = 5;
}
message CommandLookupTopic {
  required string topic = 1;
  required uint64 request_id = 2;
  optional bool authoritative = 3;
}
message CommandLookupTopicResponse {
  enum LookupType { Redirect = 0; Connect = 1; Failed = 2; }
  optional string brokerServiceUrl = 1;
  optional string brokerServiceUrlTls = 2;
  optional LookupType response = 3;
  required uint64 request_id = 4;
  optional bool authoritative = 5;
  optional int32 error = 6;
  optional string message = 7;
  optional bool proxy_through_service_url = 8;
}

message CommandProducer {
  required string topic = 1;
  required uint64 producer_id = 2;
  required uint64 request_id = 3;
  optional string producer_name = 4;
}
message CommandProducerSuccess {
  required uint64 request_id = 1;
  required string producer_name = 2;
  optional int64 last_sequence_id = 3;
}
message CommandSend {
  required uint64 producer_id = 1;
  required uint64 sequence_id = 2;
  optional int32 num_messages = 3;
}
message CommandSendReceipt {
  required uint64 producer_id = 1;
  required uint64 sequence_id = 2;
  optional MessageIdData message_id = 3;
}
message CommandCloseProducer { required uint64 producer_id = 1; required uint64 request_id = 2; }

message CommandMessage {
  required uint64 consumer_id = 1;
  required MessageIdData message_id = 2;
  optional uint32 redelivery_count = 3;
}
message CommandAck {
  enum AckType { Individual = 0; Cumulative = 1; }
  required uint64 consumer_id = 1;
  required AckType ack_type = 2;
  repeated MessageIdData message_id = 3;
  optional uint64 request_id = 8;
}
message CommandAckResponse {
  required uint64 consumer_id = 1;
  optional int32 error = 4;
  optional string message = 5;
  optional uint64 request_id = 6;
}
message CommandFlow { required uint64 consumer_id = 1; required uint32 messagePermits = 2; }
message CommandReachedEndOfTopic { required uint64 consumer_id = 1; }
message CommandCloseConsumer { required uint64 consumer_id = 1; required uint64 request_id = 2; }
message CommandRedeliverUnacknowledgedMessages {
  required uint64 consumer_id = 1;
  repeated MessageIdData message_ids = 2;
}
message CommandSuccess { required uint64 request_id = 1; }
message CommandError {
  required uint64 request_id = 1;
  required int32 error = 2;
  required string message = 3;
}
message CommandPing {}
message CommandPong {}

message BaseCommand {
  required int32 type = 1;
  optional CommandConnect connect = 2;
  optional CommandConnected connected = 3;
  optional CommandSubscribe subscribe = 4;
  optional CommandProducer producer = 5;
  optional CommandSend send = 6;
  optional CommandSendReceipt send_receipt = 7;
  optional CommandMessage message = 9;
  optional CommandAck ack = 10;
  optional CommandFlow flow = 11;
  optional CommandSuccess success = 13;
  optional CommandError error = 14;
  optional CommandCloseProducer close_producer = 15;
  optional CommandCloseConsumer close_consumer = 16;
  optional CommandProducerSuccess producer_success = 17;
  optional CommandPing ping = 18;
  optional CommandPong pong = 19;
  optional CommandRedeliverUnacknowledgedMessages redeliverUnacknowledgedMessages = 20;
  optional CommandPartitionedTopicMetadata partitionMetadata = 21;
  optional CommandPartitionedTopicMetadataResponse partitionMetadataResponse = 22;
  optional CommandLookupTopic lookupTopic = 23;
  optional CommandLookupTopicResponse lookupTopicResponse = 24;
  optional CommandReachedEndOfTopic reachedEndOfTopic = 27;
  optional CommandAuthChallenge authChallenge = 36;
  optional CommandAuthResponse authResponse = 37;
  optional CommandAckResponse ackResponse = 38;
}
`;
