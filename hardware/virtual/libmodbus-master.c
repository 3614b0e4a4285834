/* A Modbus master of other hands (libmodbus) for the tests: asks one thing on a serial line and prints the answer.
   Usage: libmodbus-master LINE UNIT FUNCTION ADDRESS COUNT_OR_VALUE [VALUE...] */
#include <errno.h>
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>

static int ask(modbus_t *line, int function, int address, int number, uint8_t *bits, uint16_t *registers) {
  switch (function) {
    case 1: return modbus_read_bits(line, address, number, bits);
    case 2: return modbus_read_input_bits(line, address, number, bits);
    case 3: return modbus_read_registers(line, address, number, registers);
    case 4: return modbus_read_input_registers(line, address, number, registers);
    case 5: return modbus_write_bit(line, address, number);
    case 6: return modbus_write_register(line, address, number);
    case 15: return modbus_write_bits(line, address, number, bits);
    case 16: return modbus_write_registers(line, address, number, registers);
  }
  errno = EINVAL;
  return -1;
}

int main(int count, char **words) {
  if (count < 6) return 2;
  int function = atoi(words[3]), number = atoi(words[5]);
  uint8_t bits[MODBUS_MAX_READ_BITS] = {0};
  uint16_t registers[MODBUS_MAX_READ_REGISTERS] = {0};
  for (int i = 6; i < count; i++) bits[i - 6] = registers[i - 6] = atoi(words[i]);
  modbus_t *line = modbus_new_rtu(words[1], 9600, 'N', 8, 1);
  modbus_set_slave(line, atoi(words[2]));
  modbus_set_response_timeout(line, 1, 0);
  if (modbus_connect(line) < 0) return perror("connect"), 1;
  int got = ask(line, function, atoi(words[4]), number, bits, registers);
  if (got < 0) printf("%s", modbus_strerror(errno));
  for (int i = 0; i < got && function <= 4; i++) printf(i ? " %d" : "%d", function <= 2 ? bits[i] : registers[i]);
  if (got >= 0 && function > 4) printf("written %d", got);
  printf("\n");
  modbus_close(line);
  modbus_free(line);
  return 0;
}
