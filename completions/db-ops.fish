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
            case '* --url' '* -e' '* --env' '* --secret' '* --env-file' '* -o' '* --output' '* --confirm' 'setup --schema' 'setup --seed' 'create --owner' 'create --encoding' 'create --template' 'wait --timeout' 'wait --instance' 'wait --region' 'wait --profile' 'schema-load -f' 'schema-load --file' 'schema-load -v' 'schema-load --variable' 'schema-load --from-line' 'schema-load --lock-timeout' 'seed --csv' 'seed --json' 'seed -f' 'seed --file' 'seed -v' 'seed --variable' 'seed --from-line' 'seed --lock-timeout' 'rds-status --instance' 'rds-status --region' 'rds-status --profile' 'rds-start --instance' 'rds-start --region' 'rds-start --profile' 'rds-start --timeout' 'rds-stop --instance' 'rds-stop --region' 'rds-stop --profile' 'rds-stop --snapshot' 'rds-stop --timeout' 'rds-failover --instance' 'rds-failover --region' 'rds-failover --profile' 'rds-failover --to' 'rds-failover --timeout' 'rds-logs --instance' 'rds-logs --region' 'rds-logs --profile' 'rds-logs --log' 'rds-logs -f' 'rds-logs --file' 'rds-logs --lines' 'sg-update --ip' 'sg-update --name' 'sg-update --ttl' 'sg-update --rule' 'sg-update --instance' 'sg-update --region' 'sg-update --profile' 'sg-update --group' 'sg-update --port' 'sg-list --instance' 'sg-list --region' 'sg-list --profile' 'sg-list --group' 'sg-list --port' 'sg-revoke --rule' 'sg-revoke --name' 'sg-revoke --ip' 'sg-revoke --instance' 'sg-revoke --region' 'sg-revoke --profile' 'sg-revoke --group' 'sg-revoke --port' 'sg-run --ip' 'sg-run --name' 'sg-run --ttl' 'sg-run --instance' 'sg-run --region' 'sg-run --profile' 'sg-run --group' 'sg-run --port' 'cognito-list --pool' 'cognito-list --region' 'cognito-list --profile' 'cognito-sync --pool' 'cognito-sync --region' 'cognito-sync --profile' 'cognito-sync --match' 'cognito-sync --table' 'cognito-sync --id-column' 'cognito-sync --handle-column' 'cognito-sync --email-column' 'cognito-sync --name-column'
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

complete -c db-ops -f
complete -c db-ops -l url -x -d 'Connection URL of the database'
complete -c db-ops -s e -l env -x -a '(__db_ops_environments)' -d 'Environment: prod reads PROD_CONNECTION_URL'
complete -c db-ops -l iam-auth -d 'Log in by a token of IAM; in a URL iam_auth=true'
complete -c db-ops -l secret -x -d 'Log in by a secret of AWS Secrets Manager, by name or ARN; in a URL secret=NAME'
complete -c db-ops -l env-file -r -F -d 'File of variables to read instead of .env'
complete -c db-ops -l no-env-file -d 'Do not read .env'
complete -c db-ops -s o -l output -x -a 'table json csv' -d 'Format of results: table, json, csv'
complete -c db-ops -l yes -d 'Answer yes; not enough on a protected target'
complete -c db-ops -l confirm -x -d 'Confirm by the name of the database or the security group, where that is asked for'
complete -c db-ops -l dry-run -d 'Say what would be done, and change nothing'
complete -c db-ops -l no-input -d 'Never ask; refuse instead'
complete -c db-ops -s q -l quiet -d 'No notes and no progress; errors only'
complete -c db-ops -l debug -d 'Show the stack trace of a failure'
complete -c db-ops -l no-color -d 'No colours, as NO_COLOR does'
complete -c db-ops -s h -l help -d 'Show this help'
complete -c db-ops -n '__db_ops_no_command' -s V -l version -d 'Show the version'
complete -c db-ops -n '__db_ops_no_command' -a setup -d 'Create the database anew, load its schema, and seed it'
complete -c db-ops -n '__db_ops_no_command' -a create -d 'Create the database'
complete -c db-ops -n '__db_ops_no_command' -a drop -d 'Drop the database'
complete -c db-ops -n '__db_ops_no_command' -a wait -d 'Wait until the database answers'
complete -c db-ops -n '__db_ops_no_command' -a url -d 'Print the connection URL, without its password'
complete -c db-ops -n '__db_ops_no_command' -a schema-load -d 'Load the schema: one transaction, stopped at the first error'
complete -c db-ops -n '__db_ops_no_command' -a seed -d 'Load the seeds: one transaction, stopped at the first error'
complete -c db-ops -n '__db_ops_no_command' -a sessions -d 'List who is connected, and what they do'
complete -c db-ops -n '__db_ops_no_command' -a local-start -d 'Start the local PostgreSQL server'
complete -c db-ops -n '__db_ops_no_command' -a local-stop -d 'Stop the local PostgreSQL server; its data are kept'
complete -c db-ops -n '__db_ops_no_command' -a local-status -d 'Say whether the local PostgreSQL server runs'
complete -c db-ops -n '__db_ops_no_command' -a rds-status -d 'Show the state of an RDS instance or cluster'
complete -c db-ops -n '__db_ops_no_command' -a rds-start -d 'Start a stopped RDS instance or cluster'
complete -c db-ops -n '__db_ops_no_command' -a rds-stop -d 'Stop an RDS instance or cluster'
complete -c db-ops -n '__db_ops_no_command' -a rds-failover -d 'Let a cluster\'s reader, or a Multi-AZ instance\'s standby, take over'
complete -c db-ops -n '__db_ops_no_command' -a rds-logs -d 'List, download or follow the log files of an RDS instance'
complete -c db-ops -n '__db_ops_no_command' -a sg-update -d 'Let this machine\'s public address in to the database'
complete -c db-ops -n '__db_ops_no_command' -a sg-list -d 'List the rules that let others in to the database'
complete -c db-ops -n '__db_ops_no_command' -a sg-revoke -d 'Take rules away that let addresses in to the database'
complete -c db-ops -n '__db_ops_no_command' -a sg-run -d 'Let this machine in to the database while a program runs'
complete -c db-ops -n '__db_ops_no_command' -a cognito-list -d 'List the users of a Cognito user pool'
complete -c db-ops -n '__db_ops_no_command' -a cognito-sync -d 'Write the ids of a Cognito user pool into the table of users'
complete -c db-ops -n '__db_ops_no_command' -a help -d 'Show the help of a command'
complete -c db-ops -n '__db_ops_command setup' -l schema -r -F -d 'Schema; default schema.sql, else db/schema.sql'
complete -c db-ops -n '__db_ops_command setup' -l seed -r -F -d 'Seeds; default seed.sql, else db/seed.sql, if there'
complete -c db-ops -n '__db_ops_command setup' -l protect -d 'Mark the database as protected'
complete -c db-ops -n '__db_ops_command setup' -l force -d 'End the sessions that are in the way'
complete -c db-ops -n '__db_ops_command setup' -l no-cognito -d 'Leave out cognito-sync, which follows when AWS_COGNITO_USER_POOL_ID is set'
complete -c db-ops -n '__db_ops_argument setup 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command create' -l owner -x -d 'Role that owns the database'
complete -c db-ops -n '__db_ops_command create' -l encoding -x -d 'Encoding, such as UTF8'
complete -c db-ops -n '__db_ops_command create' -l template -x -d 'Database to copy, such as template0'
complete -c db-ops -n '__db_ops_command create' -l fail-if-exists -d 'Fail when the database exists already'
complete -c db-ops -n '__db_ops_argument create 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command drop' -l force -d 'End the sessions that are in the way'
complete -c db-ops -n '__db_ops_argument drop 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command wait' -l timeout -x -d 'How long to wait, such as 30s or 2m; 0 tries once'
complete -c db-ops -n '__db_ops_command wait' -l start -d 'Start its RDS instance or cluster first, if it is stopped'
complete -c db-ops -n '__db_ops_command wait' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command wait' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command wait' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_argument wait 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command url' -l show-password -d 'With the password, for programs that need it; a token of IAM is good for 15 minutes'
complete -c db-ops -n '__db_ops_argument url 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command schema-load' -s f -l file -r -F -d 'Script, - for standard input; default schema.sql, else db/schema.sql'
complete -c db-ops -n '__db_ops_command schema-load' -s v -l variable -x -d 'Set a variable of psql'
complete -c db-ops -n '__db_ops_command schema-load' -l check -d 'Run everything, then roll back'
complete -c db-ops -n '__db_ops_command schema-load' -l no-transaction -d 'Each statement by itself, up to the first error'
complete -c db-ops -n '__db_ops_command schema-load' -l continue-on-error -d 'Each statement by itself, errors notwithstanding; exit code 3 at the end'
complete -c db-ops -n '__db_ops_command schema-load' -l from-line -x -d 'Begin at this line; settings (SET) before it are made all the same'
complete -c db-ops -n '__db_ops_command schema-load' -l allow-connect -d 'Follow \\connect to other databases'
complete -c db-ops -n '__db_ops_command schema-load' -l lock-timeout -x -d 'How long to wait for another load'
complete -c db-ops -n '__db_ops_argument schema-load 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command seed' -l csv -x -d 'Rows for a table, instead of a script; the header names the columns'
complete -c db-ops -n '__db_ops_command seed' -l json -x -d 'The same as an array of objects, or objects line by line'
complete -c db-ops -n '__db_ops_command seed' -l once -d 'Do nothing when the same seeds were loaded with --once before'
complete -c db-ops -n '__db_ops_command seed' -s f -l file -r -F -d 'Script, - for standard input; default seed.sql, else db/seed.sql'
complete -c db-ops -n '__db_ops_command seed' -s v -l variable -x -d 'Set a variable of psql'
complete -c db-ops -n '__db_ops_command seed' -l check -d 'Run everything, then roll back'
complete -c db-ops -n '__db_ops_command seed' -l no-transaction -d 'Each statement by itself, up to the first error'
complete -c db-ops -n '__db_ops_command seed' -l continue-on-error -d 'Each statement by itself, errors notwithstanding; exit code 3 at the end'
complete -c db-ops -n '__db_ops_command seed' -l from-line -x -d 'Begin at this line; settings (SET) before it are made all the same'
complete -c db-ops -n '__db_ops_command seed' -l allow-connect -d 'Follow \\connect to other databases'
complete -c db-ops -n '__db_ops_command seed' -l lock-timeout -x -d 'How long to wait for another load'
complete -c db-ops -n '__db_ops_argument seed 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command sessions' -l all -d 'Of all databases of the server'
complete -c db-ops -n '__db_ops_argument sessions 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command local-stop' -l delete -d 'Delete its databases too'
complete -c db-ops -n '__db_ops_command rds-status' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command rds-status' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command rds-status' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_argument rds-status 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command rds-start' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command rds-start' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command rds-start' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command rds-start' -l wait -d 'Wait until it is done'
complete -c db-ops -n '__db_ops_command rds-start' -l timeout -x -d 'With --wait: how long, such as 10m'
complete -c db-ops -n '__db_ops_argument rds-start 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command rds-stop' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command rds-stop' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command rds-stop' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command rds-stop' -l snapshot -x -d 'Take a snapshot of this name right before; instances only'
complete -c db-ops -n '__db_ops_command rds-stop' -l wait -d 'Wait until it is done'
complete -c db-ops -n '__db_ops_command rds-stop' -l timeout -x -d 'With --wait: how long, such as 10m'
complete -c db-ops -n '__db_ops_argument rds-stop 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command rds-failover' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command rds-failover' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command rds-failover' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command rds-failover' -l to -x -d 'The member of the cluster that is to write; default: AWS chooses'
complete -c db-ops -n '__db_ops_command rds-failover' -l wait -d 'Wait until it is done'
complete -c db-ops -n '__db_ops_command rds-failover' -l timeout -x -d 'With --wait: how long, such as 10m'
complete -c db-ops -n '__db_ops_argument rds-failover 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command rds-logs' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command rds-logs' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command rds-logs' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command rds-logs' -l log -x -d 'Print this log file; latest is the one that PostgreSQL writes now'
complete -c db-ops -n '__db_ops_command rds-logs' -s f -l file -r -F -d 'Write it to this file instead of standard output'
complete -c db-ops -n '__db_ops_command rds-logs' -l lines -x -d 'Only the last lines of it, up to 10000; before following: 10'
complete -c db-ops -n '__db_ops_command rds-logs' -l follow -d 'Print what is written, until Ctrl-C; new log files too'
complete -c db-ops -n '__db_ops_argument rds-logs 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command sg-update' -l ip -x -d 'Address or range to let in; once for IPv4, once for IPv6'
complete -c db-ops -n '__db_ops_command sg-update' -l name -x -d 'Name of the rule; default: GITPOD_WORKSPACE_ID, CODESPACE_NAME, or user@host'
complete -c db-ops -n '__db_ops_command sg-update' -l ttl -x -d 'How long the rule is to last, for sg-revoke --expired; default: without an end'
complete -c db-ops -n '__db_ops_command sg-update' -l rule -x -d 'Rule to change, as sgr-...; default: DB_SG_RULE_ID, else the one of that name'
complete -c db-ops -n '__db_ops_command sg-update' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command sg-update' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command sg-update' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command sg-update' -l group -x -d 'Security group, as sg-...; default: DB_SG_ID, else the instance\'s'
complete -c db-ops -n '__db_ops_command sg-update' -l port -x -d 'Port of the database; default: the connection URL\'s, else the instance\'s'
complete -c db-ops -n '__db_ops_argument sg-update 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command sg-list' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command sg-list' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command sg-list' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command sg-list' -l group -x -d 'Security group, as sg-...; default: DB_SG_ID, else the instance\'s'
complete -c db-ops -n '__db_ops_command sg-list' -l port -x -d 'Port of the database; default: the connection URL\'s, else the instance\'s'
complete -c db-ops -n '__db_ops_argument sg-list 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command sg-revoke' -l rule -x -d 'The rule of this id'
complete -c db-ops -n '__db_ops_command sg-revoke' -l name -x -d 'The rules of this name'
complete -c db-ops -n '__db_ops_command sg-revoke' -l ip -x -d 'The rules for this address or range'
complete -c db-ops -n '__db_ops_command sg-revoke' -l expired -d 'The rules whose end (sg-update --ttl) is past'
complete -c db-ops -n '__db_ops_command sg-revoke' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command sg-revoke' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command sg-revoke' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command sg-revoke' -l group -x -d 'Security group, as sg-...; default: DB_SG_ID, else the instance\'s'
complete -c db-ops -n '__db_ops_command sg-revoke' -l port -x -d 'Port of the database; default: the connection URL\'s, else the instance\'s'
complete -c db-ops -n '__db_ops_argument sg-revoke 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_command sg-run' -l ip -x -d 'Address or range to let in; once for IPv4, once for IPv6'
complete -c db-ops -n '__db_ops_command sg-run' -l name -x -d 'Name of the rule; default: GITPOD_WORKSPACE_ID, CODESPACE_NAME, or user@host'
complete -c db-ops -n '__db_ops_command sg-run' -l ttl -x -d 'When the rule ends if db-ops cannot take it away; default: 8h'
complete -c db-ops -n '__db_ops_command sg-run' -l instance -x -d 'RDS instance or cluster, by name or ARN; default: the connection URL\'s host, else RDS_INSTANCE_ID'
complete -c db-ops -n '__db_ops_command sg-run' -l region -x -d 'AWS region; default: the host\'s, else AWS_REGION or the profile\'s'
complete -c db-ops -n '__db_ops_command sg-run' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command sg-run' -l group -x -d 'Security group, as sg-...; default: DB_SG_ID, else the instance\'s'
complete -c db-ops -n '__db_ops_command sg-run' -l port -x -d 'Port of the database; default: the connection URL\'s, else the instance\'s'
complete -c db-ops -n '__db_ops_command cognito-list' -l pool -x -d 'Cognito user pool; default: AWS_COGNITO_USER_POOL_ID'
complete -c db-ops -n '__db_ops_command cognito-list' -l region -x -d 'AWS region; default: the one that the pool\'s id begins with'
complete -c db-ops -n '__db_ops_command cognito-list' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command cognito-sync' -l pool -x -d 'Cognito user pool; default: AWS_COGNITO_USER_POOL_ID'
complete -c db-ops -n '__db_ops_command cognito-sync' -l region -x -d 'AWS region; default: the one that the pool\'s id begins with'
complete -c db-ops -n '__db_ops_command cognito-sync' -l profile -x -d 'AWS profile; default: AWS_PROFILE, else "default"'
complete -c db-ops -n '__db_ops_command cognito-sync' -l match -x -a 'handle email' -d 'What users and rows have in common: handle (preferred_username), the default, or email'
complete -c db-ops -n '__db_ops_command cognito-sync' -l unverified -d 'Take users too whose sign-up (--match email: whose address) is not confirmed'
complete -c db-ops -n '__db_ops_command cognito-sync' -l insert-missing -d 'Insert users that have no row'
complete -c db-ops -n '__db_ops_command cognito-sync' -l table -x -d 'Table of users; default: users'
complete -c db-ops -n '__db_ops_command cognito-sync' -l id-column -x -d 'Column with its Cognito id (sub); default: cognito_user_id'
complete -c db-ops -n '__db_ops_command cognito-sync' -l handle-column -x -d 'Column with its handle (preferred_username); default: handle'
complete -c db-ops -n '__db_ops_command cognito-sync' -l email-column -x -d 'Column with its address (email); default: email'
complete -c db-ops -n '__db_ops_command cognito-sync' -l name-column -x -d 'Column with its name (name), for --insert-missing; default: display_name'
complete -c db-ops -n '__db_ops_argument cognito-sync 0' -a '(__db_ops_environments)' -d 'environment'
complete -c db-ops -n '__db_ops_argument help 0' -a 'setup create drop wait url schema-load seed sessions local-start local-stop local-status rds-status rds-start rds-stop rds-failover rds-logs sg-update sg-list sg-revoke sg-run cognito-list cognito-sync help' -d 'command'
