/* A Modbus RTU slave on libmodbus, the third party of the serial tests.
 * usage: modbus-slave <port> <unit>
 * Holding registers 0..63 start at 1000, 1001, …; register 0 counts the requests answered.
 * Ends when its line goes away. */
#include <errno.h>
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: modbus-slave <port> <unit>\n");
    return 2;
  }
  modbus_t *line = modbus_new_rtu(argv[1], 9600, 'N', 8, 1);
  modbus_set_slave(line, atoi(argv[2]));
  if (modbus_connect(line)) {
    perror("connect");
    return 1;
  }
  modbus_mapping_t *map = modbus_mapping_new(16, 16, 64, 64);
  for (int i = 0; i < 64; i++) map->tab_registers[i] = map->tab_input_registers[i] = 1000 + i;
  uint8_t query[MODBUS_RTU_MAX_ADU_LENGTH];
  unsigned answered = 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("slave up\n");
  for (;;) {
    int length = modbus_receive(line, query);
    if (length < 0 && (errno == EIO || errno == EBADF)) return 0;
    if (length <= 0) continue;
    map->tab_registers[0] = ++answered & 0x7fff;
    modbus_reply(line, query, length, map);
  }
}
