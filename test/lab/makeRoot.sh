#!/bin/bash
# makeRoot.sh SUITE FOLDER PACKAGE…
# Makes a Debian of that suite in a folder, with an engine in it that is never started there. Takes about two
# minutes; a folder that is whole already is left alone. Needs root, debootstrap and the mirror this machine uses.
set -euo pipefail
suite="$1" root="$2"
shift 2

whole="$root/.vethscope-whole"
[ ! -e "$whole" ] || [ "$(cat "$whole")" != "$*" ] || exit 0

# debootstrap may be older than the suite; all of Debian's are made alike.
script="/usr/share/debootstrap/scripts/$suite"
[ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
mirror="$(. /etc/os-release && apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Release: $VERSION_CODENAME" | head -n 1)"

partial="$(mktemp -d "$root.XXXXXX")"
finish() {
  mountpoint -q "$partial/proc" && umount "$partial/proc"
  rm -rf "$partial"
}
trap finish EXIT
debootstrap --variant=minbase "$suite" "$partial" "$mirror" "$script"
# Nothing is to start while it is installed.
printf '#!/bin/sh\nexit 101\n' > "$partial/usr/sbin/policy-rc.d"
chmod 755 "$partial/usr/sbin/policy-rc.d"
cp -L /etc/resolv.conf "$partial/etc/resolv.conf"
mount -t proc proc "$partial/proc"
DEBIAN_FRONTEND=noninteractive chroot "$partial" apt-get -qy install --no-install-recommends "$@"
chroot "$partial" apt-get clean
umount "$partial/proc"
echo "$*" > "$partial/.vethscope-whole"
chmod 755 "$partial"
rm -rf "$root"
mv "$partial" "$root"
trap - EXIT
