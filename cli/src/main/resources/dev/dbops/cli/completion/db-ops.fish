# Completes db-ops in fish. Generated from the model of the commands: changes made here are lost.

# The words before the cursor that are neither options nor their values: the command and its arguments.
function __db_ops_words
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ''
    set -l value no
    for word in $words
        if test $value = yes
            set value no
            continue
        end
        switch "$command $word"
            @options-with-value@
                set value yes
            case '* -*'
            case '*'
                test -n "$command"; or set command $word
                echo $word
        end
    end
end

function __db_ops_no_command
    test (count (__db_ops_words)) -eq 0
end

# Whether the command is this one.
function __db_ops_command
    set -l words (__db_ops_words)
    test "$words[1]" = $argv[1]
end

# Whether the cursor is at this place among the arguments of this command.
function __db_ops_argument
    set -l words (__db_ops_words)
    test "$words[1]" = $argv[1]; and test (count $words) -eq (math $argv[2] + 1)
end

# Prints prod for PROD_CONNECTION_URL, of the environment and of .env. Values are neither kept nor shown.
function __db_ops_environments
    for name in (set --names --export)
        # An empty variable counts as none.
        if string match --quiet --regex '^[A-Z][A-Z0-9_]*_CONNECTION_URL$' $name; and test -n "$$name"
            string replace _CONNECTION_URL '' $name | string lower
        end
    end
    if test -f .env -a -r .env
        string replace --filter --regex '^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)_CONNECTION_URL\s*=.+$' '$1' <.env | string lower
    end
end

# Prints the tables of the database that the words before the cursor lead to. They are written to standard input, because
# other users of the machine can read what a program is called with, and a URL may hold a password.
function __db_ops_tables
    set -l words (commandline -opc)
    set -l program (string replace --regex '^~/' "$HOME/" -- $words[1])
    printf '%s\n' $words[2..-1] | $program completion --tables 2>/dev/null
end

complete -c db-ops -f
@completions@
