#!/bin/sh
# Installs db-ops for one user, without root: downloads the archive of a release, verifies its checksum, unpacks it.
#
# Written for any POSIX shell. The last line calls main, so an incomplete copy of this script does nothing.
set -u

# packaging/fill writes the version and the repository of a release here.
release=@VERSION@
repository=OWNER/REPOSITORY

usage() {
    cat <<'end'
Usage: install.sh [--version V] [--prefix DIR] [--base-url URL | --archive FILE]
       install.sh --uninstall [--prefix DIR]

Installs db-ops in ~/.local/share/db-ops/VERSION, and the link ~/.local/bin/db-ops.

  --version V      Install this version. Default: the version of this script.
  --prefix DIR     Install in DIR/share/db-ops, with the link DIR/bin/db-ops. Default: ~/.local.
  --base-url URL   Download from this folder, which contains SHA256SUMS. Default: DB_OPS_BASE_URL, then the release.
  --archive FILE   Install this archive, without a download. SHA256SUMS must be in the same folder.
  --uninstall      Remove everything that this script installed. The local server and its data stay.
  --help           Show this help.
end
}

# Prints an error and a hint, and ends. Bytes that a terminal would obey are removed.
fail() {
    {
        printf 'error: %s\n' "$1"
        [ -z "${2-}" ] || printf 'hint: %s\n' "$2"
    } | LC_ALL=C tr -d '\001-\011\013-\037\177' >&2
    exit "${3-1}"
}

say() {
    printf '%s\n' "$*"
}

note() {
    say "$@" >&2
}

has() {
    command -v "$1" >/dev/null 2>&1
}

parse() {
    while [ $# -gt 0 ]; do
        case $1 in
            -h | --help)
                usage
                exit 0
                ;;
            --uninstall) uninstall=yes ;;
            --*=*)
                option=${1%%=*}
                value=${1#*=}
                shift
                set -- "$option" "$value" "$@"
                continue
                ;;
            --version | --prefix | --base-url | --archive)
                if [ $# -lt 2 ] || [ -z "$2" ]; then
                    fail "$1 requires a value" "run install.sh --help" 2
                fi
                case $1 in
                    --version) version=${2#v} ;;
                    --prefix) prefix=$2 ;;
                    --base-url) base_url=$2 ;;
                    --archive) archive=$2 ;;
                esac
                shift
                ;;
            *) fail "unknown argument \"$1\"" "run install.sh --help" 2 ;;
        esac
        shift
    done
    [ -z "$version" ] || check_version "$version"
    if [ -n "$archive" ] && [ -n "$version" ]; then
        fail "--archive and --version exclude each other" "the name of the archive contains its version" 2
    fi
}

# A version is the name of a directory too.
check_version() {
    case $1 in
        [0-9]*) ;;
        *) fail "\"$1\" is not a version" "pass a version such as 0.1.0" 2 ;;
    esac
    case $1 in
        *[!0-9A-Za-z.+-]*) fail "\"$1\" is not a version" "pass a version such as 0.1.0" 2 ;;
    esac
}

absolute() {
    case $1 in
        /*) say "$1" ;;
        *) say "$PWD/$1" ;;
    esac
}

# A variable of the XDG Base Directory Specification: a path that is not absolute counts as unset.
xdg() {
    case $1 in
        /*) say "$1" ;;
        *) say "$2" ;;
    esac
}

# Where everything is installed.
choose_places() {
    if [ -n "$prefix" ]; then
        prefix=$(absolute "$prefix")
        while [ "${prefix%/}" != "$prefix" ]; do prefix=${prefix%/}; done
        data=$prefix/share
        bin=$prefix/bin
        bash_completions=$data/bash-completion/completions
        fish_completions=$data/fish/vendor_completions.d
    else
        case ${HOME-} in
            /*) ;;
            *) fail "HOME is not set to an absolute path" "set HOME, or pass --prefix DIR" 2 ;;
        esac
        data=$(xdg "${XDG_DATA_HOME-}" "$HOME/.local/share")
        bin=$HOME/.local/bin
        # it may contain several directories; the first one counts
        bash_completions=$(xdg "${BASH_COMPLETION_USER_DIR-}" "$data/bash-completion")
        bash_completions=${bash_completions%%:*}/completions
        fish_completions=$(xdg "${XDG_CONFIG_HOME-}" "$HOME/.config")/fish/completions
    fi
    root=$data/db-ops
    manifest=$root/install-manifest
    case $root in
        *:* | *"
"*) fail "Java cannot run from a directory with a colon or a line break in its name: $root" "pass --prefix DIR" 2 ;;
    esac
}

choose_platform() {
    system=$(uname -s)
    machine=$(uname -m)
    case $system/$machine in
        Linux/x86_64 | Linux/amd64) platform=linux-x64 ;;
        Linux/aarch64 | Linux/arm64) platform=linux-arm64 ;;
        *) fail "there is no archive of db-ops for $system on $machine" \
            "install JDK 25 and use db-ops-VERSION-jdk25.tar.gz of the release, or build db-ops from source: docs/install.md" ;;
    esac
}

# https, except for a local folder and for this machine. A password in a URL is visible to all users of the machine.
check_url() {
    case $1 in
        *://*@*) fail "the base URL must not contain a user or a password" "put them into ~/.netrc" 2 ;;
        file://*%*) fail "the base URL has an encoded path: $1" "pass --archive FILE" 2 ;;
        https://?* | file:///*) ;;
        http://127.0.0.1[:/]* | http://localhost[:/]* | http://"[::1]"[:/]*) ;;
        *) fail "the base URL must begin with https:// or file:///" "pass --base-url https://..." 2 ;;
    esac
}

choose_base_url() {
    base_url=${base_url:-${DB_OPS_BASE_URL-}}
    while [ "${base_url%/}" != "$base_url" ]; do base_url=${base_url%/}; done
    case $release in @*) release= ;; esac
    if [ -n "$base_url" ]; then
        check_url "$base_url"
        version=${version:-$release}
    elif [ -n "$release" ]; then
        version=${version:-$release}
        base_url=https://github.com/$repository/releases/download/v$version
    else
        fail "this copy of install.sh does not belong to a release" \
            "use install.sh of a release, or pass --base-url URL or --archive FILE" 2
    fi
}

choose_downloader() {
    case $base_url in file://*) return ;; esac
    if has curl; then
        downloader=curl
    elif has wget; then
        # wget of BusyBox does not verify certificates.
        case $(wget --version 2>/dev/null) in
            *"GNU Wget"*) downloader=wget ;;
            *) fail "this machine's wget does not verify certificates" "install curl, or pass --archive FILE" ;;
        esac
    else
        fail "a download requires curl or wget" \
            "install one: apt-get install curl ca-certificates; or pass --archive FILE"
    fi
}

# The reason that a program gave, on one line.
reason() {
    grep . "$work/message" | tail -n 1 | cut -c 1-300
}

download() {
    url=$base_url/$1
    note "downloading $url"
    case $base_url in
        file://*) cp "${url#file://}" "$work/$1" 2>"$work/message" ;;
        *)
            # in the background, because a shell handles signals only after a program in the foreground has ended
            "with_$downloader" "$url" "$work/$1" 2>"$work/message" &
            child=$!
            wait "$child"
            ;;
    esac || fail "could not download $url: $(reason)" "check the version and the network, and try again"
    child=
}

with_curl() {
    case $1 in https://*) protocol='=https' ;; *) protocol='=http' ;; esac
    exec curl --fail --silent --show-error --location --proto "$protocol" --proto-redir '=https' --netrc-optional \
        --retry 3 --connect-timeout 30 --speed-limit 1000 --speed-time 60 --output "$2" "$1"
}

with_wget() {
    exec wget --no-verbose --tries=3 --timeout=60 --output-document="$2" "$1"
}

# Prints the digest of a name in a file that sha256sum wrote: "DIGEST  NAME" or "DIGEST *NAME".
digest_of() {
    while read -r digest name; do
        if [ "${name#\*}" = "$1" ]; then
            say "$digest"
            return
        fi
    done <"$2"
}

# The version whose archive is in SHA256SUMS, if there is exactly one.
find_version() {
    while read -r digest name; do
        name=${name#\*}
        case $name in
            db-ops-*-"$platform".tar.gz)
                name=${name#db-ops-}
                [ -z "$version" ] ||
                    fail "$base_url has several versions" "pass --version V"
                version=${name%-"$platform".tar.gz}
                ;;
        esac
    done <"$1"
    [ -n "$version" ] || fail "$base_url has no archive for $platform" "pass --base-url URL"
    check_version "$version"
}

sha256() {
    if has sha256sum; then
        sha256sum <"$1"
    elif has shasum; then
        shasum -a 256 <"$1"
    else
        fail "there is no sha256sum to verify the download" "install the package coreutils"
    fi
}

verify() {
    expected=$(digest_of "$3" "$2")
    [ -n "$expected" ] || fail "SHA256SUMS does not list $3" "check the version"
    actual=$(sha256 "$1") || exit 1
    actual=${actual%% *}
    if [ "$actual" != "$expected" ]; then
        fail "the checksum of $3 is wrong: $actual instead of $expected; nothing was installed" \
            "download it again; if that does not help, do not use it and report it"
    fi
}

# Creates a directory and its parents, and remembers which ones did not exist.
make_directory() {
    [ ! -d "$1" ] || return 0
    [ -z "${1%/*}" ] || make_directory "${1%/*}"
    reason=$(mkdir "$1" 2>&1) || fail "could not create $1: $reason" "pass --prefix DIR"
    created="$created
directory $1"
}

# A failure or a signal leaves nothing: neither the download nor a new directory.
clean_up() {
    [ -z "$child" ] || kill "$child" 2>/dev/null
    [ -z "$work" ] || rm -rf "$work"
    [ -z "$created" ] || remove_directories "$created"
}

# Removes directories that are empty. In this order children come before their parent.
remove_directories() {
    printf '%s\n' "$1" | LC_ALL=C sort -r | while read -r kind path; do
        [ "$kind" != directory ] || rmdir "$path" 2>/dev/null || :
    done
}

start_work() {
    trap clean_up EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    make_directory "$root"
    work=$(mktemp -d "$root/.installing.XXXXXX") || fail "could not create a directory in $root" "pass --prefix DIR"
}

# Whether a path is free, or a link of this script.
is_ours() {
    if [ -L "$1" ]; then
        case $(readlink "$1") in "$root"/*) return 0 ;; esac
        return 1
    fi
    [ ! -e "$1" ]
}

get_archive() {
    if [ -n "$archive" ]; then
        archive=$(absolute "$archive")
        [ -f "$archive" ] || fail "there is no file $archive" "check the path" 2
        name=${archive##*/}
        sums=${archive%/*}/SHA256SUMS
        [ -f "$sums" ] || fail "there is no file $sums" "download SHA256SUMS of the release into the same folder" 2
        name_version "$name"
        case $name in
            *.xz) has xz || fail "xz is missing, which unpacks $name" "install the package xz-utils, or use the .tar.gz" ;;
        esac
    else
        download SHA256SUMS
        sums=$work/SHA256SUMS
        [ -n "$version" ] || find_version "$sums"
        name=db-ops-$version-$platform.tar.gz
        # a fifth smaller; a small system has no xz
        if has xz && [ -n "$(digest_of "${name%.gz}.xz" "$sums")" ]; then name=${name%.gz}.xz; fi
        download "$name"
        archive=$work/$name
    fi
    verify "$archive" "$sums" "$name"
}

# The version of an archive, from its name.
name_version() {
    case $1 in
        db-ops-*-"$platform".tar.[gx]z) version=${1%-"$platform".tar.*} ;;
        *) fail "\"$1\" is not an archive for $platform" "pass db-ops-VERSION-$platform.tar.gz" 2 ;;
    esac
    version=${version#db-ops-}
    check_version "$version"
}

unpack() {
    mkdir "$work/unpacked"
    # Without -o the files would get the user IDs of the machine that built them when root unpacks them.
    case $name in
        # each tar reads a pipe, and not each one calls xz
        *.xz) xz -dc "$archive" | tar -xof - -C "$work/unpacked" ;;
        *) tar -xzof "$archive" -C "$work/unpacked" ;;
    esac 2>"$work/message" || fail "could not unpack $name: $(reason)" "check the free space of $root"
    new=$work/unpacked/db-ops-$version
    [ -x "$new/bin/db-ops" ] || fail "$name does not contain db-ops-$version/bin/db-ops"
    # With CI set, db-ops does not begin to make start-up caches, which belong to the final place.
    CI=true "$new/bin/db-ops" --version </dev/null >"$work/message" 2>&1 || fail "db-ops does not run here: $(reason)" \
        "it requires Linux with glibc, such as Debian, Ubuntu or Fedora; see docs/install.md"
}

# The new version replaces one of the same name at once. Signals wait, because there is no name for a moment.
put_in_place() {
    write_manifest
    trap '' HUP INT TERM
    [ ! -e "$root/$version" ] || mv "$root/$version" "$work/old"
    if ! mv "$new" "$root/$version"; then
        [ ! -e "$work/old" ] || mv "$work/old" "$root/$version"
        fail "could not move db-ops to $root/$version"
    fi
    # another installation at the same time was faster, and mv moved this one into it
    rm -rf "$root/$version/db-ops-$version"
    created=
    link "$root/$version/bin/db-ops" "$bin/db-ops"
    link "$root/$version/completions/db-ops.bash" "$bash_completions/db-ops"
    link "$root/$version/completions/_db-ops" "$data/zsh/site-functions/_db-ops"
    link "$root/$version/completions/db-ops.fish" "$fish_completions/db-ops.fish"
    for page in "$root/$version"/man/man1/*.1; do
        [ ! -e "$page" ] || link "$page" "$data/man/man1/${page##*/}"
    done
    write_manifest
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# Links a file of the distribution. A file of the user stays.
link() {
    [ -e "$1" ] || return 0
    if ! is_ours "$2"; then
        note "note: $2 was not replaced, because install.sh did not create it"
        return
    fi
    make_directory "${2%/*}"
    rm -f "$work/link"
    if ! ln -s "$1" "$work/link" || ! mv -f "$work/link" "$2"; then
        fail "could not create the link $2"
    fi
    links="$links
link $2"
}

# One line for each thing that --uninstall removes.
write_manifest() {
    {
        [ ! -f "$manifest" ] || cat "$manifest"
        printf '%s\n' "$created" "version $version" "$links"
    } | sed '/^$/d' | LC_ALL=C sort -u >"$work/manifest"
    mv -f "$work/manifest" "$manifest"
}

# Older versions go, except one that a process uses: it opens files for as long as it runs.
remove_older() {
    while read -r kind path; do
        if [ "$kind" = version ] && [ "$path" != "$version" ]; then
            if is_running "$root/$path"; then
                note "note: version $path stays, because it is running"
            else
                rm -rf "${root:?}/${path:?}"
            fi
        fi
    done <"$manifest"
    # A link without a target is one to a file that only the older version had.
    while read -r kind path; do
        case $kind in
            version) [ -d "$root/$path" ] || continue ;;
            link)
                if [ ! -e "$path" ]; then
                    if is_ours "$path"; then rm -f "$path"; fi
                    continue
                fi
                ;;
        esac
        say "$kind $path"
    done <"$manifest" >"$work/manifest"
    mv -f "$work/manifest" "$manifest"
}

# Archives carry no start-up caches. Without them db-ops works, but starts more slowly.
make_caches() {
    [ -f "$root/$version/lib/make-caches" ] || return 0
    note "making the start-up caches"
    sh "$root/$version/lib/make-caches" </dev/null >&2 || :
}

is_running() {
    directory=$(cd "$1" 2>/dev/null && pwd -P) || return 1
    for program in /proc/[0-9]*/exe; do
        case $(readlink "$program" 2>/dev/null) in "$directory"/*) return 0 ;; esac
    done
    return 1
}

report() {
    say "installed db-ops $version in $root/$version"
    found=$(command -v db-ops) || found=
    case :$PATH: in
        *:"$bin":*)
            [ "$found" = "$bin/db-ops" ] || note "note: $found comes first on the PATH"
            ;;
        *)
            note "hint: $bin is not on the PATH; add it, and write the line into your shell's start file:"
            case ${SHELL-} in
                */fish) note "  fish_add_path '$bin'" ;;
                *) note "  export PATH=\"$bin:\$PATH\"" ;;
            esac
            ;;
    esac
}

uninstall() {
    if [ ! -f "$manifest" ]; then
        say "install.sh installed nothing in $root"
        return
    fi
    while read -r kind path; do
        case $kind in
            link) if is_ours "$path"; then rm -f "$path"; fi ;;
            version) rm -rf "${root:?}/${path:?}" ;;
        esac
    done <"$manifest"
    directories=$(cat "$manifest")
    rm -rf "$manifest" "$root"/.installing.*
    remove_directories "$directories"
    say "removed db-ops from $root"
    [ ! -d "$root" ] || note "note: the local server and its data stay in $root"
}

main() {
    version='' prefix='' base_url='' archive='' uninstall='' work='' created='' links='' child=''
    umask 022
    parse "$@"
    choose_places
    if [ -n "$uninstall" ]; then
        uninstall
        return
    fi
    case $archive in
        *-jdk25.tar.gz) platform=jdk25 ;;
        *) choose_platform ;;
    esac
    if [ -z "$archive" ]; then
        choose_base_url
        choose_downloader
    fi
    is_ours "$bin/db-ops" || fail "$bin/db-ops exists, and install.sh did not create it" \
        "remove it, or pass --prefix DIR"
    start_work
    get_archive
    unpack
    put_in_place
    remove_older
    make_caches
    report
}

main "$@"
