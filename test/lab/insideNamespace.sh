#!/bin/bash
# insideNamespace.sh ROOT DATA RUN PROGRAM…
# The first process of namespaces of its own (network, mounts, processes): makes ROOT its file system, with DATA at
# /lab/data and RUN at /lab/run, and a NIC that leads nowhere. Then it runs the engine and reaps what that leaves.
set -euo pipefail
root="$1" data="$2" run="$3"
shift 3

ip link set lo up
ip link add eth0 type veth peer name nowhere
ip link set nowhere up
ip address add 203.0.113.2/24 dev eth0
ip link set eth0 up
ip route add default via 203.0.113.1

mount --rbind "$root" "$root"
cd "$root"
mkdir -p lab/data lab/run lab/old
mount --bind "$data" lab/data
mount --bind "$run" lab/run
mount -t proc proc proc
mount -t sysfs sysfs sys
mount --rbind /sys/fs/cgroup sys/fs/cgroup
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
printf 'nameserver 203.0.113.1\n' > tmp/resolv.conf
touch etc/resolv.conf
mount --bind tmp/resolv.conf etc/resolv.conf
pivot_root . lab/old
cd /
umount -l /lab/old

export PATH=/usr/sbin:/usr/bin:/sbin:/bin
if [ "$1" = podman ]; then
  # crun takes a machine with both kinds of cgroups for one with the new kind.
  mountpoint -q /sys/fs/cgroup/unified && umount -l /sys/fs/cgroup/unified
  mkdir -p /etc/containers /run/netns
  [ -e /etc/containers/policy.json ] || echo '{"default":[{"type":"insecureAcceptAnything"}]}' > /etc/containers/policy.json
  echo 'unqualified-search-registries = []' > /etc/containers/registries.conf
fi
"$@" &
engine=$!
trap 'kill -TERM "$engine"' TERM
while kill -0 "$engine" 2> /dev/null; do wait "$engine" || true; done
