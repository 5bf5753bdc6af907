# Inside a Debian without Java and psql: the Debian package is installed, used by an ordinary user and by root, removed.
absent() {
    ! command -v "$1"
}
files() {
    find / -xdev \( -path /proc -o -path /given -o -path /home -o -path /root -o -path /tmp -o -path /var/log \
        -o -path /var/cache -o -path /var/lib/dpkg \) -prune -o -print | sort
}
load() {
    mkdir -p "$HOME/app"
    cd "$HOME/app"
    cp /given/schema.sql /given/seed.sql .
    db-ops setup
    echo "$(id -un) has loaded $(db-ops query --value 'SELECT count(*) FROM users') users"
    db-ops local-stop
}
if [ "${1-}" = load ]; then
    load
    exit
fi
absent java
absent psql
useradd --create-home person
files >/tmp/before
dpkg --install /given/*.deb
ls /usr/lib/db-ops/lib/caches/*/*.aot
db-ops --version
DB_OPS_JAVA_OPTIONS=-XX:AOTMode=on db-ops --version
test -f /usr/share/bash-completion/completions/db-ops
test -f /usr/share/zsh/vendor-completions/_db-ops
test -f /usr/share/fish/vendor_completions.d/db-ops.fish
su person -s /bin/sh -c 'HOME=/home/person sh -eu /given/deb.sh load'
load
cd /
db-ops local-stop --delete --yes
dpkg --purge db-ops
files >/tmp/after
diff /tmp/before /tmp/after
echo "nothing is left"
