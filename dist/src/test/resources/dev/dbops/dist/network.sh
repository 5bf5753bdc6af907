# A network of two machines, near and far, with a cable between them. Runs as root of a network namespace, near.
#
# $1: the directory of the scripts; $2: a Unix socket, to which far passes on what comes to its port 5432.
# It says which process has near's namespaces, and then obeys each line: cut, restore, stop, continue.
set -eu
unshare --net sleep infinity &
far=$!
relay=
trap 'kill -KILL $far $relay' EXIT
# until far has a namespace of its own
while [ "$(readlink /proc/$far/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do :; done
ip link set lo up
ip link add near type veth peer name far netns $far
ip address add 192.0.2.1/24 dev near
ip link set near up
nsenter --target $far --net ip address add 192.0.2.2/24 dev far
nsenter --target $far --net ip link set far up
nsenter --target $far --net python3 "$1/relay.py" tcp:192.0.2.2:5432 "unix:$2" &
relay=$!
echo "near is $$"
while read -r command; do
    case $command in
        cut) nsenter --target $far --net ip link set far down ;;
        restore) nsenter --target $far --net ip link set far up ;;
        stop) kill -STOP $relay ;;
        continue) kill -CONT $relay ;;
    esac
    echo "done: $command"
done
