/* simavr-firmata: run an AVR firmware in simavr, UART0 on a PTY, stimuli on stdin.
 * commands: adc <ch> <mV> | pin <arduino 0-13|A0-A5 as 14-19> <0|1> | pause | resume | reset | cycles | quit
 * output:   PTY <path> | OUT <pin> <0|1> (digital output changes) */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <time.h>
#include <errno.h>
#include "sim_avr.h"
#include "sim_elf.h"
#include "sim_hex.h"
#include "avr_uart.h"
#include "avr_adc.h"
#include "avr_ioport.h"
#include "uart_pty.h"
static avr_t *avr; static uart_pty_t pty;
static char port_of(int p,int*bit){ if(p<8){*bit=p;return 'D';} if(p<14){*bit=p-8;return 'B';} *bit=p-14;return 'C'; }
static void on_out(struct avr_irq_t*irq,uint32_t v,void*param){ printf("OUT %ld %u\n",(long)(intptr_t)param,v&1); }
static double now(){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec+t.tv_nsec*1e-9;}
int main(int argc,char**argv){
  const char*hex=argv[1]; double freq=16e6;
  setvbuf(stdout,NULL,_IOLBF,0);
  avr=avr_make_mcu_by_name("atmega328p"); if(!avr) return 1;
  avr_init(avr); avr->frequency=freq; avr->vcc=avr->avcc=avr->aref=5000; avr->log=LOG_ERROR;
  uint32_t size,start; uint8_t*b=read_ihex_file(hex,&size,&start); if(!b){fprintf(stderr,"hex\n");return 1;}
  memcpy(avr->flash+start,b,size); avr->pc=start; avr->codeend=avr->flashend;
  uint32_t f=0; avr_ioctl(avr,AVR_IOCTL_UART_GET_FLAGS('0'),&f); f&=~(AVR_UART_FLAG_STDIO|AVR_UART_FLAG_POOL_SLEEP); avr_ioctl(avr,AVR_IOCTL_UART_SET_FLAGS('0'),&f);
  uart_pty_init(avr,&pty); uart_pty_connect(&pty,'0');
  printf("PTY %s\n",pty.pty.slavename);
  for(long p=2;p<20;p++){int bit;char c=port_of(p,&bit); /* PORT-driven output level */
    avr_irq_register_notify(avr_io_getirq(avr,AVR_IOCTL_IOPORT_GETIRQ(c),bit),on_out,(void*)(intptr_t)p);}
  fcntl(0,F_SETFL,O_NONBLOCK); char line[256]; size_t n=0; int paused=0; double t0=now(); avr_cycle_count_t c0=0;
  for(;;){
    if(!paused) for(int i=0;i<8000;i++){ int s=avr_run(avr); if(s==cpu_Done||s==cpu_Crashed){printf("CPU %d\n",s);return 2;} }
    double lag=(avr->cycle-c0)/freq-(now()-t0);
    if(paused) usleep(2000); else if(lag>0.0005) usleep(lag*1e6); else if(lag<-0.2){t0=now();c0=avr->cycle;}
    char ch; int r;
    while((r=read(0,&ch,1))==1){ if(ch!='\n'){ if(n<255) line[n++]=ch; continue; } line[n]=0;n=0; int a,v;
      if(sscanf(line,"adc %d %d",&a,&v)==2) avr_raise_irq(avr_io_getirq(avr,AVR_IOCTL_ADC_GETIRQ,ADC_IRQ_ADC0+a),v);
      else if(sscanf(line,"pin %d %d",&a,&v)==2){int bit;char c=port_of(a,&bit); avr_raise_irq(avr_io_getirq(avr,AVR_IOCTL_IOPORT_GETIRQ(c),bit),v);}
      else if(!strcmp(line,"pause")) paused=1; else if(!strcmp(line,"resume")){paused=0;t0=now();c0=avr->cycle;}
      else if(!strcmp(line,"reset")) avr_reset(avr); else if(!strcmp(line,"cycles")) printf("CYCLES %llu %.3f\n",(unsigned long long)(avr->cycle),avr->cycle/freq);
      else if(!strcmp(line,"quit")) {uart_pty_stop(&pty);return 0;} else printf("ERR %s\n",line); }
    if(r==0){uart_pty_stop(&pty);return 0;}
  }
}
