# A Debian of its own over a base that stays as it is, without a network. Runs as root of new namespaces.
#
# $1: the base, as debootstrap makes it; $2: an empty directory; $3: the release; $4: the checkout; $5: the test in this
# directory that runs inside.
set -eu
base=$1 work=$2 release=$3 checkout=$4 test=$5
here=$(cd "$(dirname "$0")" && pwd)
ip link set lo up
mkdir "$work/upper" "$work/overlay" "$work/root"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/overlay" "$work/root"
mount -t proc proc "$work/root/proc"
mkdir "$work/root/given"
cp "$release"/*.tar.gz "$release"/*.deb "$checkout/schema.sql" "$checkout/seed.sql" "$here"/*.sh "$work/root/given/"
exec chroot "$work/root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root sh -eu "/given/$test"
