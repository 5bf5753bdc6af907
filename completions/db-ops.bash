# Completes db-ops in bash, with no more than bash 3.2 has. Generated from the model of the commands: changes made here are lost.

# Sets kind to the kind of value that follows an option of a command, or of an argument of the command: files,
# directories, tables, environments, commands, "words" and these words, or text. Empty if there is none.
_db_ops_kind() {
    case "$1 $2" in
        (*' --url') kind='text' ;;
        (*' -e' | *' --env') kind='environments' ;;
        (*' -d' | *' --database') kind='text' ;;
        (*' --secret') kind='text' ;;
        (*' --via') kind='text' ;;
        (*' --cluster-arn') kind='text' ;;
        (*' --env-file') kind='files' ;;
        (*' -o' | *' --output') kind='words table json csv' ;;
        (*' --confirm') kind='text' ;;
        ('setup --schema') kind='files' ;;
        ('setup --seed') kind='files' ;;
        ('setup --dir') kind='files' ;;
        ('setup 0') kind='environments' ;;
        ('prepare --schema') kind='files' ;;
        ('prepare --seed') kind='files' ;;
        ('prepare --dir') kind='files' ;;
        ('prepare --user') kind='text' ;;
        ('prepare --other') kind='text' ;;
        ('prepare --table') kind='text' ;;
        ('prepare --region') kind='text' ;;
        ('prepare --profile') kind='text' ;;
        ('prepare 0') kind='environments' ;;
        ('create --owner') kind='text' ;;
        ('create --encoding') kind='text' ;;
        ('create --template') kind='text' ;;
        ('create 0') kind='environments' ;;
        ('drop 0') kind='environments' ;;
        ('rename 0') kind='text' ;;
        ('rename 1') kind='environments' ;;
        ('wait --timeout') kind='text' ;;
        ('wait --instance') kind='text' ;;
        ('wait --region') kind='text' ;;
        ('wait --profile') kind='text' ;;
        ('wait 0') kind='environments' ;;
        ('connect 0') kind='environments' ;;
        ('connect 1') kind='text' ;;
        ('tunnel --port') kind='text' ;;
        ('tunnel 0') kind='environments' ;;
        ('tunnel 1') kind='text' ;;
        ('url 0') kind='environments' ;;
        ('env 0') kind='environments' ;;
        ('doctor -f' | 'doctor --file') kind='files' ;;
        ('doctor --html') kind='files' ;;
        ('doctor --instance') kind='text' ;;
        ('doctor --region') kind='text' ;;
        ('doctor --profile') kind='text' ;;
        ('doctor 0') kind='environments' ;;
        ('schema-load -f' | 'schema-load --file') kind='files' ;;
        ('schema-load -v' | 'schema-load --variable') kind='text' ;;
        ('schema-load --from-line') kind='text' ;;
        ('schema-load --lock-timeout') kind='text' ;;
        ('schema-load 0') kind='environments' ;;
        ('schema-dump -f' | 'schema-dump --file') kind='files' ;;
        ('schema-dump --pg-dump') kind='files' ;;
        ('schema-dump 0') kind='environments' ;;
        ('seed --csv') kind='text' ;;
        ('seed --json') kind='text' ;;
        ('seed -f' | 'seed --file') kind='files' ;;
        ('seed -v' | 'seed --variable') kind='text' ;;
        ('seed --from-line') kind='text' ;;
        ('seed --lock-timeout') kind='text' ;;
        ('seed 0') kind='environments' ;;
        ('query -f' | 'query --file') kind='files' ;;
        ('query -p' | 'query --parameter') kind='text' ;;
        ('query --text') kind='text' ;;
        ('query --null') kind='text' ;;
        ('query --as-role') kind='text' ;;
        ('query 0') kind='text' ;;
        ('query 1') kind='environments' ;;
        ('migrate --dir') kind='files' ;;
        ('migrate --lock-timeout') kind='text' ;;
        ('migrate --to') kind='text' ;;
        ('migrate --baseline') kind='text' ;;
        ('migrate 0') kind='environments' ;;
        ('migrate-status --dir') kind='files' ;;
        ('migrate-status 0') kind='environments' ;;
        ('migrate-rollback --dir') kind='files' ;;
        ('migrate-rollback --lock-timeout') kind='text' ;;
        ('migrate-rollback --steps') kind='text' ;;
        ('migrate-rollback --to') kind='text' ;;
        ('migrate-rollback 0') kind='environments' ;;
        ('migrate-new --dir') kind='files' ;;
        ('migrate-new 0') kind='text' ;;
        ('migrate-import --dir') kind='files' ;;
        ('migrate-import --lock-timeout') kind='text' ;;
        ('migrate-import 0') kind='environments' ;;
        ('dump -f' | 'dump --file') kind='files' ;;
        ('dump --format') kind='words plain custom' ;;
        ('dump --pg-dump') kind='files' ;;
        ('dump 0') kind='environments' ;;
        ('restore -v' | 'restore --variable') kind='text' ;;
        ('restore --from-line') kind='text' ;;
        ('restore --lock-timeout') kind='text' ;;
        ('restore 0') kind='files' ;;
        ('restore 1') kind='environments' ;;
        ('compare --to') kind='text' ;;
        ('compare --table') kind='tables' ;;
        ('compare --map') kind='text' ;;
        ('compare --where') kind='text' ;;
        ('compare --limit') kind='text' ;;
        ('compare --jobs') kind='text' ;;
        ('compare --wait') kind='text' ;;
        ('compare --consumer') kind='text' ;;
        ('compare 0') kind='environments' ;;
        ('sessions --state') kind='words active idle idle-in-transaction idle-in-transaction-aborted fastpath-function-call disabled' ;;
        ('sessions --older-than') kind='text' ;;
        ('sessions --user') kind='text' ;;
        ('sessions --application') kind='text' ;;
        ('sessions --watch') kind='text' ;;
        ('sessions 0') kind='environments' ;;
        ('sessions-kill --state') kind='words active idle idle-in-transaction idle-in-transaction-aborted fastpath-function-call disabled' ;;
        ('sessions-kill --older-than') kind='text' ;;
        ('sessions-kill --user') kind='text' ;;
        ('sessions-kill --application') kind='text' ;;
        ('sessions-kill --timeout') kind='text' ;;
        ('sessions-kill 0') kind='text' ;;
        ('local-start --port') kind='text' ;;
        ('rds-create --instance') kind='text' ;;
        ('rds-create --serverless') kind='text' ;;
        ('rds-create --class') kind='text' ;;
        ('rds-create --storage') kind='text' ;;
        ('rds-create --engine-version') kind='text' ;;
        ('rds-create --subnet-group') kind='text' ;;
        ('rds-create --security-group') kind='text' ;;
        ('rds-create --user') kind='text' ;;
        ('rds-create --tag') kind='text' ;;
        ('rds-create --region') kind='text' ;;
        ('rds-create --profile') kind='text' ;;
        ('rds-create --timeout') kind='text' ;;
        ('rds-list --region') kind='text' ;;
        ('rds-list --profile') kind='text' ;;
        ('rds-status --instance') kind='text' ;;
        ('rds-status --region') kind='text' ;;
        ('rds-status --profile') kind='text' ;;
        ('rds-status 0') kind='environments' ;;
        ('rds-start --instance') kind='text' ;;
        ('rds-start --region') kind='text' ;;
        ('rds-start --profile') kind='text' ;;
        ('rds-start --timeout') kind='text' ;;
        ('rds-start 0') kind='environments' ;;
        ('rds-stop --instance') kind='text' ;;
        ('rds-stop --region') kind='text' ;;
        ('rds-stop --profile') kind='text' ;;
        ('rds-stop --snapshot') kind='text' ;;
        ('rds-stop --timeout') kind='text' ;;
        ('rds-stop 0') kind='environments' ;;
        ('rds-reboot --instance') kind='text' ;;
        ('rds-reboot --region') kind='text' ;;
        ('rds-reboot --profile') kind='text' ;;
        ('rds-reboot --timeout') kind='text' ;;
        ('rds-reboot 0') kind='environments' ;;
        ('rds-modify --instance') kind='text' ;;
        ('rds-modify --region') kind='text' ;;
        ('rds-modify --profile') kind='text' ;;
        ('rds-modify --class') kind='text' ;;
        ('rds-modify --storage') kind='text' ;;
        ('rds-modify --max-storage') kind='text' ;;
        ('rds-modify --storage-type') kind='words gp2 gp3 io1 io2 aurora aurora-iopt1' ;;
        ('rds-modify --iops') kind='text' ;;
        ('rds-modify --throughput') kind='text' ;;
        ('rds-modify --backup-retention') kind='text' ;;
        ('rds-modify --backup-window') kind='text' ;;
        ('rds-modify --maintenance-window') kind='text' ;;
        ('rds-modify --engine-version') kind='text' ;;
        ('rds-modify --ca') kind='text' ;;
        ('rds-modify --timeout') kind='text' ;;
        ('rds-modify 0') kind='environments' ;;
        ('rds-upgrade --instance') kind='text' ;;
        ('rds-upgrade --region') kind='text' ;;
        ('rds-upgrade --profile') kind='text' ;;
        ('rds-upgrade --to') kind='text' ;;
        ('rds-upgrade --timeout') kind='text' ;;
        ('rds-upgrade 0') kind='environments' ;;
        ('rds-delete --instance') kind='text' ;;
        ('rds-delete --region') kind='text' ;;
        ('rds-delete --profile') kind='text' ;;
        ('rds-delete --final-snapshot') kind='text' ;;
        ('rds-delete --timeout') kind='text' ;;
        ('rds-delete 0') kind='environments' ;;
        ('rds-snapshots --instance') kind='text' ;;
        ('rds-snapshots --region') kind='text' ;;
        ('rds-snapshots --profile') kind='text' ;;
        ('rds-snapshots 0') kind='environments' ;;
        ('rds-snapshot --instance') kind='text' ;;
        ('rds-snapshot --region') kind='text' ;;
        ('rds-snapshot --profile') kind='text' ;;
        ('rds-snapshot --name') kind='text' ;;
        ('rds-snapshot --snapshot') kind='text' ;;
        ('rds-snapshot --copy-to') kind='text' ;;
        ('rds-snapshot --kms-key') kind='text' ;;
        ('rds-snapshot --share') kind='text' ;;
        ('rds-snapshot --unshare') kind='text' ;;
        ('rds-snapshot --tag') kind='text' ;;
        ('rds-snapshot --timeout') kind='text' ;;
        ('rds-snapshot 0') kind='environments' ;;
        ('rds-snapshots-delete --instance') kind='text' ;;
        ('rds-snapshots-delete --region') kind='text' ;;
        ('rds-snapshots-delete --profile') kind='text' ;;
        ('rds-snapshots-delete --older-than') kind='text' ;;
        ('rds-snapshots-delete 0') kind='text' ;;
        ('rds-restore --to') kind='text' ;;
        ('rds-restore --snapshot') kind='text' ;;
        ('rds-restore --at') kind='words latest' ;;
        ('rds-restore --class') kind='text' ;;
        ('rds-restore --subnet-group') kind='text' ;;
        ('rds-restore --security-group') kind='text' ;;
        ('rds-restore --parameter-group') kind='text' ;;
        ('rds-restore --tag') kind='text' ;;
        ('rds-restore --instance') kind='text' ;;
        ('rds-restore --region') kind='text' ;;
        ('rds-restore --profile') kind='text' ;;
        ('rds-restore --timeout') kind='text' ;;
        ('rds-restore 0') kind='environments' ;;
        ('rds-failover --instance') kind='text' ;;
        ('rds-failover --region') kind='text' ;;
        ('rds-failover --profile') kind='text' ;;
        ('rds-failover --to') kind='text' ;;
        ('rds-failover --timeout') kind='text' ;;
        ('rds-failover 0') kind='environments' ;;
        ('rds-logs --instance') kind='text' ;;
        ('rds-logs --region') kind='text' ;;
        ('rds-logs --profile') kind='text' ;;
        ('rds-logs --log') kind='words latest' ;;
        ('rds-logs -f' | 'rds-logs --file') kind='files' ;;
        ('rds-logs --lines') kind='text' ;;
        ('rds-logs 0') kind='environments' ;;
        ('rds-events --instance') kind='text' ;;
        ('rds-events --region') kind='text' ;;
        ('rds-events --profile') kind='text' ;;
        ('rds-events --since') kind='text' ;;
        ('rds-events --category') kind='words availability backup configuration change creation deletion failover failure global failover limitless low storage maintenance migration notification read replica recovery restoration security security patching serverless storage' ;;
        ('rds-events --snapshot') kind='text' ;;
        ('rds-events 0') kind='environments' ;;
        ('rds-log-export --instance') kind='text' ;;
        ('rds-log-export --region') kind='text' ;;
        ('rds-log-export --profile') kind='text' ;;
        ('rds-log-export --enable') kind='text' ;;
        ('rds-log-export --disable') kind='text' ;;
        ('rds-log-export 0') kind='environments' ;;
        ('rds-parameters --instance') kind='text' ;;
        ('rds-parameters --region') kind='text' ;;
        ('rds-parameters --profile') kind='text' ;;
        ('rds-parameters --name') kind='text' ;;
        ('rds-parameters --set') kind='text' ;;
        ('rds-parameters --reset') kind='text' ;;
        ('rds-parameters --create-group') kind='text' ;;
        ('rds-parameters 0') kind='environments' ;;
        ('rds-pgaudit --instance') kind='text' ;;
        ('rds-pgaudit --region') kind='text' ;;
        ('rds-pgaudit --profile') kind='text' ;;
        ('rds-pgaudit --log') kind='text' ;;
        ('rds-pgaudit --create-group') kind='text' ;;
        ('rds-pgaudit --timeout') kind='text' ;;
        ('rds-pgaudit 0') kind='environments' ;;
        ('rds-secret --instance') kind='text' ;;
        ('rds-secret --region') kind='text' ;;
        ('rds-secret --profile') kind='text' ;;
        ('rds-secret --schedule') kind='text' ;;
        ('rds-secret --days') kind='text' ;;
        ('rds-secret --timeout') kind='text' ;;
        ('rds-secret 0') kind='environments' ;;
        ('rds-proxy --name') kind='text' ;;
        ('rds-proxy --role') kind='text' ;;
        ('rds-proxy --proxy-secret') kind='text' ;;
        ('rds-proxy --subnet') kind='text' ;;
        ('rds-proxy --security-group') kind='text' ;;
        ('rds-proxy --tag') kind='text' ;;
        ('rds-proxy --instance') kind='text' ;;
        ('rds-proxy --region') kind='text' ;;
        ('rds-proxy --profile') kind='text' ;;
        ('rds-proxy --timeout') kind='text' ;;
        ('rds-proxy 0') kind='environments' ;;
        ('sg-update --ip') kind='text' ;;
        ('sg-update --name') kind='text' ;;
        ('sg-update --ttl') kind='text' ;;
        ('sg-update --rule') kind='text' ;;
        ('sg-update --instance') kind='text' ;;
        ('sg-update --region') kind='text' ;;
        ('sg-update --profile') kind='text' ;;
        ('sg-update --group') kind='text' ;;
        ('sg-update --port') kind='text' ;;
        ('sg-update 0') kind='environments' ;;
        ('sg-list --instance') kind='text' ;;
        ('sg-list --region') kind='text' ;;
        ('sg-list --profile') kind='text' ;;
        ('sg-list --group') kind='text' ;;
        ('sg-list --port') kind='text' ;;
        ('sg-list 0') kind='environments' ;;
        ('sg-revoke --rule') kind='text' ;;
        ('sg-revoke --name') kind='text' ;;
        ('sg-revoke --ip') kind='text' ;;
        ('sg-revoke --instance') kind='text' ;;
        ('sg-revoke --region') kind='text' ;;
        ('sg-revoke --profile') kind='text' ;;
        ('sg-revoke --group') kind='text' ;;
        ('sg-revoke --port') kind='text' ;;
        ('sg-revoke 0') kind='environments' ;;
        ('sg-run --ip') kind='text' ;;
        ('sg-run --name') kind='text' ;;
        ('sg-run --ttl') kind='text' ;;
        ('sg-run --instance') kind='text' ;;
        ('sg-run --region') kind='text' ;;
        ('sg-run --profile') kind='text' ;;
        ('sg-run --group') kind='text' ;;
        ('sg-run --port') kind='text' ;;
        ('sg-run 0') kind='text' ;;
        ('cognito-list --pool') kind='text' ;;
        ('cognito-list --region') kind='text' ;;
        ('cognito-list --profile') kind='text' ;;
        ('cognito-sync --pool') kind='text' ;;
        ('cognito-sync --region') kind='text' ;;
        ('cognito-sync --profile') kind='text' ;;
        ('cognito-sync --match') kind='words handle email' ;;
        ('cognito-sync --table') kind='tables' ;;
        ('cognito-sync --id-column') kind='text' ;;
        ('cognito-sync --handle-column') kind='text' ;;
        ('cognito-sync --email-column') kind='text' ;;
        ('cognito-sync --name-column') kind='text' ;;
        ('cognito-sync 0') kind='environments' ;;
        ('ddb-start --port') kind='text' ;;
        ('ddb-create --definition') kind='files' ;;
        ('ddb-create --read-capacity') kind='text' ;;
        ('ddb-create --write-capacity') kind='text' ;;
        ('ddb-create --timeout') kind='text' ;;
        ('ddb-create --table') kind='text' ;;
        ('ddb-create --region') kind='text' ;;
        ('ddb-create --profile') kind='text' ;;
        ('ddb-create 0') kind='environments' ;;
        ('ddb-seed -f' | 'ddb-seed --file') kind='files' ;;
        ('ddb-seed --user') kind='text' ;;
        ('ddb-seed --other') kind='text' ;;
        ('ddb-seed --at') kind='text' ;;
        ('ddb-seed --table') kind='text' ;;
        ('ddb-seed --region') kind='text' ;;
        ('ddb-seed --profile') kind='text' ;;
        ('ddb-seed 0') kind='environments' ;;
        ('ddb-list --region') kind='text' ;;
        ('ddb-list --profile') kind='text' ;;
        ('ddb-list 0') kind='environments' ;;
        ('ddb-scan --limit') kind='text' ;;
        ('ddb-scan --segments') kind='text' ;;
        ('ddb-scan --table') kind='text' ;;
        ('ddb-scan --region') kind='text' ;;
        ('ddb-scan --profile') kind='text' ;;
        ('ddb-scan 0') kind='environments' ;;
        ('ddb-conversations --user') kind='text' ;;
        ('ddb-conversations --limit') kind='text' ;;
        ('ddb-conversations --since') kind='text' ;;
        ('ddb-conversations --year') kind='text' ;;
        ('ddb-conversations --table') kind='text' ;;
        ('ddb-conversations --region') kind='text' ;;
        ('ddb-conversations --profile') kind='text' ;;
        ('ddb-conversations 0') kind='environments' ;;
        ('ddb-conversation --conversation') kind='text' ;;
        ('ddb-conversation --limit') kind='text' ;;
        ('ddb-conversation --since') kind='text' ;;
        ('ddb-conversation --year') kind='text' ;;
        ('ddb-conversation --table') kind='text' ;;
        ('ddb-conversation --region') kind='text' ;;
        ('ddb-conversation --profile') kind='text' ;;
        ('ddb-conversation 0') kind='environments' ;;
        ('ddb-drop --timeout') kind='text' ;;
        ('ddb-drop --table') kind='text' ;;
        ('ddb-drop --region') kind='text' ;;
        ('ddb-drop --profile') kind='text' ;;
        ('ddb-drop 0') kind='environments' ;;
        ('triggers-install --table') kind='tables' ;;
        ('triggers-install --schema') kind='text' ;;
        ('triggers-install --ops') kind='words insert update delete truncate' ;;
        ('triggers-install --columns') kind='text' ;;
        ('triggers-install --exclude-columns') kind='text' ;;
        ('triggers-install --before') kind='words key full' ;;
        ('triggers-install --when') kind='text' ;;
        ('triggers-install --notify') kind='text' ;;
        ('triggers-install --lambda') kind='text' ;;
        ('triggers-install --lambda-invocation') kind='words Event RequestResponse' ;;
        ('triggers-install --lambda-errors') kind='words warn abort' ;;
        ('triggers-install 0') kind='environments' ;;
        ('triggers-list 0') kind='environments' ;;
        ('triggers-remove --table') kind='tables' ;;
        ('triggers-remove --schema') kind='text' ;;
        ('triggers-remove 0') kind='environments' ;;
        ('events-list --table') kind='tables' ;;
        ('events-list --op') kind='words insert update delete truncate read schema' ;;
        ('events-list --until') kind='text' ;;
        ('events-list --since') kind='text' ;;
        ('events-list --limit') kind='text' ;;
        ('events-list --format') kind='words text json debezium' ;;
        ('events-list --time-precision') kind='words adaptive adaptive_time_microseconds connect isostring microseconds nanoseconds' ;;
        ('events-list --decimal-mode') kind='words precise double string' ;;
        ('events-list 0') kind='environments' ;;
        ('events-tail --table') kind='tables' ;;
        ('events-tail --op') kind='words insert update delete truncate read schema' ;;
        ('events-tail --until') kind='text' ;;
        ('events-tail --since') kind='text' ;;
        ('events-tail --notify') kind='text' ;;
        ('events-tail --format') kind='words text json debezium' ;;
        ('events-tail --time-precision') kind='words adaptive adaptive_time_microseconds connect isostring microseconds nanoseconds' ;;
        ('events-tail --decimal-mode') kind='words precise double string' ;;
        ('events-tail 0') kind='environments' ;;
        ('events-replay --to') kind='text' ;;
        ('events-replay --name') kind='text' ;;
        ('events-replay --from') kind='words beginning now' ;;
        ('events-replay --snapshot-rows') kind='text' ;;
        ('events-replay --table') kind='tables' ;;
        ('events-replay --op') kind='words insert update delete truncate read schema' ;;
        ('events-replay --until') kind='text' ;;
        ('events-replay --format') kind='words json debezium cloudevents' ;;
        ('events-replay --time-precision') kind='words adaptive adaptive_time_microseconds connect isostring microseconds nanoseconds' ;;
        ('events-replay --decimal-mode') kind='words precise double string' ;;
        ('events-replay --rotate-size') kind='text' ;;
        ('events-replay --rotate-every') kind='text' ;;
        ('events-replay --stage') kind='text' ;;
        ('events-replay --stage-role') kind='text' ;;
        ('events-replay --kafka-config') kind='text' ;;
        ('events-replay --partitions') kind='text' ;;
        ('events-replay --replication-factor') kind='text' ;;
        ('events-replay --cleanup-policy') kind='words delete compact compact,delete' ;;
        ('events-replay --map') kind='text' ;;
        ('events-replay --parallel') kind='text' ;;
        ('events-replay --on-error') kind='words stop dead-letter' ;;
        ('events-replay --on-partition-change') kind='words stop warn' ;;
        ('events-replay --on-schema-change') kind='words stop warn' ;;
        ('events-replay --rate') kind='text' ;;
        ('events-replay --metrics-file') kind='text' ;;
        ('events-replay --metrics-port') kind='text' ;;
        ('events-replay --region') kind='text' ;;
        ('events-replay --profile') kind='text' ;;
        ('events-replay 0') kind='environments' ;;
        ('events-dead-letters --name') kind='text' ;;
        ('events-dead-letters --show') kind='text' ;;
        ('events-dead-letters --retry') kind='text' ;;
        ('events-dead-letters --to') kind='text' ;;
        ('events-dead-letters --map') kind='text' ;;
        ('events-dead-letters --discard') kind='text' ;;
        ('events-dead-letters 0') kind='environments' ;;
        ('events-status --to') kind='text' ;;
        ('events-status 0') kind='environments' ;;
        ('events-prune --keep') kind='text' ;;
        ('events-prune --forget') kind='text' ;;
        ('events-prune 0') kind='environments' ;;
        ('lambda-package -f' | 'lambda-package --file') kind='files' ;;
        ('lambda-deploy --region') kind='text' ;;
        ('lambda-deploy --profile') kind='text' ;;
        ('lambda-deploy --bucket') kind='text' ;;
        ('lambda-deploy --parameter') kind='text' ;;
        ('lambda-deploy --parameters') kind='files' ;;
        ('lambda-deploy --template') kind='files' ;;
        ('lambda-deploy --timeout') kind='text' ;;
        ('lambda-deploy 0') kind='text' ;;
        ('lambda-status --region') kind='text' ;;
        ('lambda-status --profile') kind='text' ;;
        ('lambda-status 0') kind='text' ;;
        ('lambda-remove --region') kind='text' ;;
        ('lambda-remove --profile') kind='text' ;;
        ('lambda-remove --retain') kind='text' ;;
        ('lambda-remove --timeout') kind='text' ;;
        ('lambda-remove 0') kind='text' ;;
        ('lambda-role --instance') kind='text' ;;
        ('lambda-role --region') kind='text' ;;
        ('lambda-role --profile') kind='text' ;;
        ('lambda-role --function') kind='text' ;;
        ('lambda-role --grant') kind='text' ;;
        ('lambda-role --timeout') kind='text' ;;
        ('lambda-role 0') kind='environments' ;;
        ('lambda-invoke --region') kind='text' ;;
        ('lambda-invoke --profile') kind='text' ;;
        ('lambda-invoke --event') kind='files' ;;
        ('lambda-invoke --sample') kind='words direct sqs kinesis msk kafka s3 cognito dynamodb' ;;
        ('lambda-invoke --qualifier') kind='text' ;;
        ('lambda-invoke 0') kind='text' ;;
        ('lambda-logs --region') kind='text' ;;
        ('lambda-logs --profile') kind='text' ;;
        ('lambda-logs --since') kind='text' ;;
        ('lambda-logs -f' | 'lambda-logs --file') kind='files' ;;
        ('lambda-logs --lines') kind='text' ;;
        ('lambda-logs --filter') kind='text' ;;
        ('lambda-logs 0') kind='text' ;;
        ('completion 0') kind='words bash zsh fish' ;;
        ('help 0') kind='commands' ;;
        (*) kind='' ;;
    esac
}

# Sets candidates to the options of a command; of db-ops itself when the command is empty.
_db_ops_options() {
    case $1 in
        ('') candidates='-V --version' ;;
        (setup) candidates='--schema --seed --dir --no-migrate --migrate-last --no-cognito --protect --force' ;;
        (prepare) candidates='--schema --seed --dir --no-migrate --migrate-last --no-cognito --no-dynamodb --user --other --table --region --profile' ;;
        (create) candidates='--owner --encoding --template --fail-if-exists' ;;
        (drop) candidates='--force' ;;
        (rename) candidates='--force' ;;
        (wait) candidates='--timeout --start --instance --region --profile' ;;
        (connect) candidates='--built-in' ;;
        (tunnel) candidates='--port --localhost' ;;
        (url) candidates='--show-password' ;;
        (env) candidates='--write --show-password' ;;
        (doctor) candidates='-f --file --html --instance --region --profile' ;;
        (schema-load) candidates='-f --file -v --variable --check --no-transaction --continue-on-error --from-line --allow-connect --lock-timeout' ;;
        (schema-dump) candidates='-f --file --check --owners --privileges --pg-dump' ;;
        (seed) candidates='--csv --json --once -f --file -v --variable --check --no-transaction --continue-on-error --from-line --allow-connect --lock-timeout' ;;
        (query) candidates='-f --file -p --parameter --text --write --object --value --explain --analyze --null --as-role' ;;
        (migrate) candidates='--dir --lock-timeout --to --out-of-order --baseline --repair' ;;
        (migrate-status) candidates='--dir --check' ;;
        (migrate-rollback) candidates='--dir --lock-timeout --steps --to' ;;
        (migrate-new) candidates='--dir --down' ;;
        (migrate-import) candidates='--dir --lock-timeout' ;;
        (dump) candidates='-f --file --format --owners --privileges --pg-dump' ;;
        (restore) candidates='--owners --privileges -v --variable --check --no-transaction --continue-on-error --from-line --allow-connect --lock-timeout' ;;
        (compare) candidates='--to --table --map --where --limit --jobs --strong --wait --consumer' ;;
        (sessions) candidates='--all --blocking --state --older-than --user --application --watch' ;;
        (sessions-kill) candidates='--state --older-than --user --application --cancel --timeout' ;;
        (local-start) candidates='--port' ;;
        (local-stop) candidates='--delete' ;;
        (rds-create) candidates='--instance --aurora --serverless --class --storage --engine-version --multi-az --public --subnet-group --security-group --user --extended-support --tag --region --profile --wait --timeout' ;;
        (rds-list) candidates='--region --all-regions --profile' ;;
        (rds-status) candidates='--instance --region --profile' ;;
        (rds-start) candidates='--instance --region --profile --wait --timeout' ;;
        (rds-stop) candidates='--instance --region --profile --snapshot --wait --timeout' ;;
        (rds-reboot) candidates='--instance --region --profile --failover --wait --timeout' ;;
        (rds-modify) candidates='--instance --region --profile --class --storage --max-storage --storage-type --iops --throughput --multi-az --no-multi-az --deletion-protection --no-deletion-protection --public --no-public --iam-authentication --no-iam-authentication --backup-retention --backup-window --maintenance-window --engine-version --ca --apply-immediately --wait --timeout' ;;
        (rds-upgrade) candidates='--instance --region --profile --to --no-snapshot --blue-green --switchover --analyze --timeout' ;;
        (rds-delete) candidates='--instance --region --profile --final-snapshot --no-final-snapshot --disable-deletion-protection --wait --timeout' ;;
        (rds-snapshots) candidates='--instance --region --profile --all --shares' ;;
        (rds-snapshot) candidates='--instance --region --profile --name --snapshot --copy-to --kms-key --share --unshare --tag --wait --timeout' ;;
        (rds-snapshots-delete) candidates='--instance --region --profile --older-than --all' ;;
        (rds-restore) candidates='--to --snapshot --at --class --subnet-group --security-group --parameter-group --extended-support --tag --instance --region --profile --wait --timeout' ;;
        (rds-failover) candidates='--instance --region --profile --to --wait --timeout' ;;
        (rds-logs) candidates='--instance --region --profile --log -f --file --lines --follow' ;;
        (rds-events) candidates='--instance --region --profile --since --category --snapshot --all --follow' ;;
        (rds-log-export) candidates='--instance --region --profile --enable --disable' ;;
        (rds-parameters) candidates='--instance --region --profile --all --name --set --reset --create-group' ;;
        (rds-pgaudit) candidates='--instance --region --profile --enable --log --objects --disable --reboot --create-group --timeout' ;;
        (rds-secret) candidates='--instance --region --profile --rotate --schedule --days --manage --wait --timeout' ;;
        (rds-proxy) candidates='--create --delete --name --role --proxy-secret --require-iam --subnet --security-group --tag --instance --region --profile --wait --timeout' ;;
        (sg-update) candidates='--ip --name --ttl --rule --instance --region --profile --group --port' ;;
        (sg-list) candidates='--instance --region --profile --group --port' ;;
        (sg-revoke) candidates='--rule --name --ip --expired --instance --region --profile --group --port' ;;
        (sg-run) candidates='--ip --name --ttl --instance --region --profile --group --port' ;;
        (cognito-list) candidates='--pool --region --profile' ;;
        (cognito-sync) candidates='--pool --region --profile --match --unverified --insert-missing --table --id-column --handle-column --email-column --name-column' ;;
        (ddb-start) candidates='--port' ;;
        (ddb-stop) candidates='--delete' ;;
        (ddb-create) candidates='--definition --on-demand --read-capacity --write-capacity --print-definition --if-not-exists --timeout --table --region --profile' ;;
        (ddb-seed) candidates='-f --file --user --other --at --print --table --region --profile' ;;
        (ddb-list) candidates='--region --profile' ;;
        (ddb-scan) candidates='--limit --segments --typed --table --region --profile' ;;
        (ddb-conversations) candidates='--user --limit --since --year --table --region --profile' ;;
        (ddb-conversation) candidates='--conversation --limit --since --year --table --region --profile' ;;
        (ddb-drop) candidates='--if-exists --timeout --table --region --profile' ;;
        (triggers-install) candidates='--table --schema --all --events --updated-at --ops --columns --exclude-columns --before --when --always --notify --lambda --lambda-invocation --lambda-errors --ddl --snapshot' ;;
        (triggers-remove) candidates='--table --schema --all --events --updated-at --ddl --purge' ;;
        (events-list) candidates='--table --op --until --since --limit --first --format --transactions --with-schema --time-precision --decimal-mode --with-key --tombstones' ;;
        (events-tail) candidates='--table --op --until --since --notify --format --transactions --with-schema --time-precision --decimal-mode --with-key --tombstones' ;;
        (events-replay) candidates='--to --name --from --follow --snapshot --snapshot-rows --table --op --until --format --transactions --with-schema --time-precision --decimal-mode --with-key --tombstones --rotate-size --rotate-every --rotate-gzip --create-tables --stage --stage-role --kafka-config --partitions --replication-factor --cleanup-policy --no-create-topics --no-tombstones --map --parallel --atomic --on-error --on-partition-change --on-schema-change --rate --metrics-file --metrics-port --region --profile' ;;
        (events-dead-letters) candidates='--name --show --retry --retry-all --to --map --discard --discard-all' ;;
        (events-status) candidates='--to --metrics --watch' ;;
        (events-prune) candidates='--keep --forget' ;;
        (lambda-package) candidates='-f --file' ;;
        (lambda-deploy) candidates='--region --profile --bucket --parameter --parameters --template --timeout' ;;
        (lambda-status) candidates='--region --profile' ;;
        (lambda-remove) candidates='--region --profile --retain --timeout' ;;
        (lambda-role) candidates='--instance --region --profile --function --grant --no-egress --remove --wait --timeout' ;;
        (lambda-invoke) candidates='--region --profile --event --sample --qualifier --async' ;;
        (lambda-logs) candidates='--region --profile --since -f --file --lines --filter --follow --raw' ;;
        (completion) candidates='--install' ;;
        (*) candidates='' ;;
    esac
    candidates="$candidates --url -e --env -d --database --iam-auth --secret --via --data-api --cluster-arn --env-file --no-env-file -o --output -x --expanded --yes --confirm --dry-run --no-input -q --quiet --debug --no-pager --no-color -h --help"
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
            candidates='setup prepare create drop rename wait connect tunnel url env doctor schema-load schema-dump seed query migrate migrate-status migrate-rollback migrate-new migrate-import dump restore compare sessions sessions-kill local-start local-stop local-status rds-create rds-list rds-status rds-start rds-stop rds-reboot rds-modify rds-upgrade rds-delete rds-snapshots rds-snapshot rds-snapshots-delete rds-restore rds-failover rds-logs rds-events rds-log-export rds-parameters rds-pgaudit rds-secret rds-proxy sg-update sg-list sg-revoke sg-run cognito-list cognito-sync ddb-start ddb-stop ddb-create ddb-seed ddb-list ddb-scan ddb-conversations ddb-conversation ddb-drop triggers-install triggers-list triggers-remove events-list events-tail events-replay events-dead-letters events-status events-prune lambda-package lambda-deploy lambda-status lambda-remove lambda-role lambda-invoke lambda-logs completion help'
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
