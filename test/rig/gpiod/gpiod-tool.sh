#!/bin/bash
# Stands in for gpiodetect, gpioget, gpiomon and gpioset of libgpiod 1.6 and 2.1: called by their names, takes only what the
# real ones take, prints what they print. $FAKE_GPIO: a folder with `major` (1 or 2), level-<line>, edges-<line>, set-<line>.
major=$(cat "$FAKE_GPIO/major")
tool=$(basename "$0")
bias='' format='' chip='' edges='' mode='' numeric=0
fail() { echo "$tool: $1" >&2; exit 1; }
if [ "$tool" = gpiodetect ]; then
  if [ "$1" = --version ]; then
    [ "$major" = 1 ] && echo "gpiodetect (libgpiod) v1.6.3" || echo "gpiodetect (libgpiod) v2.1"
  else
    printf 'gpiochip0 [pinctrl-fake] (54 lines)\ngpiochip1 [raspberrypi-exp-gpio] (8 lines)\n'
  fi
  exit 0
fi
args=()
while [ $# -gt 0 ]; do
  case "$major:$1" in
    1:--bias=as-is|1:--bias=disable|1:--bias=pull-up|1:--bias=pull-down) bias=${1#--bias=} ;;
    1:--format=*) format=${1#--format=} ;;
    1:--line-buffered) ;;
    1:--mode=signal) mode=signal ;;
    2:--bias) shift; case "$1" in as-is|disabled|pull-up|pull-down) bias=$1 ;; *) fail "invalid bias: $1" ;; esac ;;
    2:--format) shift; format=$1 ;;
    2:--edges) shift; edges=$1 ;;
    2:--chip) shift; chip=$1 ;;
    2:--numeric) numeric=1 ;;
    *:-*) fail "unrecognized option '$1'" ;;
    *) args+=("$1") ;;
  esac
  shift
done
if [ "$major" = 1 ]; then chip=${args[0]}; args=("${args[@]:1}"); fi
[ "$chip" = gpiochip0 ] || fail "cannot find GPIO chip '$chip'"
line=${args[0]%%=*}
echo "$bias" > "$FAKE_GPIO/bias-$line"
case $tool in
  gpioget)
    # A line that is watched has an owner.
    [ -e "$FAKE_GPIO/busy-$line" ] && fail "error reading GPIO values: Device or resource busy"
    level=$(cat "$FAKE_GPIO/level-$line" 2>/dev/null || echo 0)
    if [ "$major" = 1 ] || [ $numeric = 1 ]; then echo "$level"; else [ "$level" = 1 ] && echo "\"$line\"=active" || echo "\"$line\"=inactive"; fi ;;
  gpiomon)
    [ "$format" = '%o %e' ] || fail "this stand-in prints the format '%o %e' only"
    : > "$FAKE_GPIO/edges-$line"
    trap 'rm -f "$FAKE_GPIO/busy-$line"; kill $tail 2>/dev/null' EXIT
    trap 'exit 0' TERM INT
    tail --pid=$$ -n +1 -f "$FAKE_GPIO/edges-$line" & tail=$!
    touch "$FAKE_GPIO/busy-$line"
    wait $tail ;;
  gpioset)
    echo "${args[0]#*=}" > "$FAKE_GPIO/set-$line"
    trap 'rm -f "$FAKE_GPIO/set-$line"; exit 0' TERM INT
    while :; do sleep 0.1; done ;;
esac
