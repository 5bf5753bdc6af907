# Completes db-ops in bash, with no more than bash 3.2 has. Generated from the model of the commands: changes made here are lost.

# Sets kind to the kind of value that follows an option of a command, or of an argument of the command: files,
# directories, tables, environments, commands, "words" and these words, or text. Empty if there is none.
_db_ops_kind() {
    case "$1 $2" in
        @kinds@
        (*) kind='' ;;
    esac
}

# Sets candidates to the options of a command; of db-ops itself when the command is empty.
_db_ops_options() {
    case $1 in
        @options@
        (*) candidates='' ;;
    esac
    @global-options@
}

# Prints prod for PROD_CONNECTION_URL, of the environment and of .env. Values are neither kept nor shown.
_db_ops_environments() {
    local name value
    {
        for name in $(compgen -e); do
            _db_ops_environment "$name" "${!name:+set}"
        done
        if [[ -f .env && -r .env ]]; then
            while IFS='=' read -r name value || [[ -n $name ]]; do
                name=${name#"${name%%[![:space:]]*}"}
                name=${name#export[[:space:]]}
                name=${name#"${name%%[![:space:]]*}"}
                name=${name%"${name##*[![:space:]]}"}
                _db_ops_environment "$name" "${value:+set}"
            done <.env
        fi
    } | tr '[:upper:]' '[:lower:]'
}

# Prints the variable's environment, if it has one and is set: an empty variable counts as none.
_db_ops_environment() {
    if [[ -n $2 && $1 == [[:upper:]]*_CONNECTION_URL && $1 != *[![:upper:][:digit:]_]* ]]; then
        echo "${1%_CONNECTION_URL}"
    fi
}

# Prints the tables of the database that the words before the cursor lead to. They are written to standard input, because
# other users of the machine can read what a program is called with, and a URL may hold a password.
_db_ops_tables() {
    local word program=${COMP_WORDS[0]}
    program=${program/#'~/'/$HOME/}
    for word in "${words[@]}"; do
        word=${word#[\'\"]}
        printf '%s\n' "${word%[\'\"]}"
    done | "$program" completion --tables 2>/dev/null
}

# Sets words to those before the cursor and current to the one at it. Bash splits words at = : and @ as well, which
# these are put together again.
_db_ops_words() {
    local rest=${COMP_LINE:0:COMP_POINT} chunk index
    rest=${rest#*"${COMP_WORDS[0]}"}
    words=()
    current=''
    for ((index = 1; index <= COMP_CWORD; index++)); do
        if [[ $rest == [[:space:]]* ]]; then
            [[ $index -eq 1 ]] || words[${#words[@]}]=$current
            current=''
            rest=${rest#"${rest%%[![:space:]]*}"}
        fi
        chunk=${COMP_WORDS[index]}
        [[ $index -lt $COMP_CWORD ]] || chunk=$rest
        current=$current$chunk
        rest=${rest#"$chunk"}
    done
}

_db_ops() {
    local IFS=$' \t\n' words current command='' arguments=0 kind='' prefix='' candidates='' word
    _db_ops_words
    # bash before 4.4 calls an empty array unset
    for word in ${words[@]+"${words[@]}"}; do
        if [[ -n $kind ]]; then
            kind=''
        elif [[ $word == -* ]]; then
            _db_ops_kind "$command" "$word"
        elif [[ -z $command ]]; then
            command=$word
        else
            arguments=$((arguments + 1))
        fi
    done

    if [[ -z $kind ]]; then
        case $current in
            (-*=*)
                prefix=${current%%=*}=
                _db_ops_kind "$command" "${prefix%=}"
                ;;
            (-*) _db_ops_options "$command" ;;
            (*) if [[ -n $command ]]; then _db_ops_kind "$command" "$arguments"; else kind=commands; fi ;;
        esac
    fi
    case $kind in
        (files)
            COMPREPLY=() # the shell's own completion of files, which the line at the end asks for
            return
            ;;
        (directories)
            compopt -o filenames 2>/dev/null
            IFS=$'\n'
            candidates=$(compgen -d -- "${current#"$prefix"}")
            ;;
        (tables) candidates=$(_db_ops_tables) ;;
        (environments) candidates=$(_db_ops_environments) ;;
        (commands)
            @commands@
            ;;
        (words\ *) candidates=${kind#words } ;;
    esac
    compopt +o default 2>/dev/null # bash 3.2 has no compopt, and goes on to complete files
    # shellcheck disable=SC2207 # bash 3.2 has no mapfile, and no candidate has a space
    COMPREPLY=($(compgen -P "$prefix" -W "$candidates" -- "${current#"$prefix"}"))
    # What bash took for a word of its own stays on the line: it replaces no more than its argument.
    prefix=${current%"$2"}
    COMPREPLY=(${COMPREPLY[@]+"${COMPREPLY[@]#"$prefix"}"})
}

complete -o default -F _db_ops db-ops
