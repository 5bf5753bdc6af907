# Inside a Debian without Java and psql: an ordinary user unpacks the archive and loads a database.
if [ "${1-}" != person ]; then
    useradd --create-home person
    exec su person -s /bin/sh -c 'HOME=/home/person sh -eu /given/archive.sh person'
fi
cd
mkdir app
cp /given/schema.sql /given/seed.sql app/
before=$(date +%s%N)
tar -xzf /given/db-ops-*-linux-*.tar.gz
cd app
../db-ops-*/bin/db-ops setup
echo "from nothing to a loaded database: $(( ($(date +%s%N) - before) / 1000000 )) ms"
echo "loaded $(../db-ops-*/bin/db-ops query --value 'SELECT count(*) FROM users') users"
../db-ops-*/bin/db-ops local-stop
# made by the first command, or by this, whichever is first; a holder of the lock is waited for by its own files
home=$(echo ../db-ops-*)
"$home/lib/make-caches"
while [ -L "$home"/lib/caches/*/lock ]; do :; done
DB_OPS_JAVA_OPTIONS=-XX:AOTMode=on "$home/bin/db-ops" --version
# read-only, as for another user: the caches are the user's own
rm -r "$home/lib/caches"
chmod -R a-w "$home"
../db-ops-*/bin/db-ops --version
until [ -f "$HOME"/.cache/db-ops/*/quick.aot ]; do :; done
DB_OPS_JAVA_OPTIONS=-XX:AOTMode=on "$home/bin/db-ops" --version
# continuous integration does not make any
rm -r "$HOME/.cache/db-ops"
CI=true "$home/bin/db-ops" --version
test ! -e "$HOME/.cache/db-ops"
