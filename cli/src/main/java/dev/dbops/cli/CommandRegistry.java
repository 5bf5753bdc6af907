package dev.dbops.cli;

import dev.dbops.cli.cognito.CognitoList;
import dev.dbops.cli.cognito.CognitoSync;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.GlobalOptions;
import dev.dbops.cli.command.RawArguments;
import dev.dbops.cli.compare.Compare;
import dev.dbops.cli.completion.Completion;
import dev.dbops.cli.connect.Connect;
import dev.dbops.cli.connect.OpenTunnel;
import dev.dbops.cli.database.Create;
import dev.dbops.cli.database.Drop;
import dev.dbops.cli.database.Env;
import dev.dbops.cli.database.Prepare;
import dev.dbops.cli.database.Rename;
import dev.dbops.cli.database.Setup;
import dev.dbops.cli.database.Url;
import dev.dbops.cli.database.Wait;
import dev.dbops.cli.doctor.Doctor;
import dev.dbops.cli.dynamo.DdbConversation;
import dev.dbops.cli.dynamo.DdbConversations;
import dev.dbops.cli.dynamo.DdbCreate;
import dev.dbops.cli.dynamo.DdbDrop;
import dev.dbops.cli.dynamo.DdbList;
import dev.dbops.cli.dynamo.DdbScan;
import dev.dbops.cli.dynamo.DdbSeed;
import dev.dbops.cli.dynamo.DdbStart;
import dev.dbops.cli.dynamo.DdbStop;
import dev.dbops.cli.events.EventsList;
import dev.dbops.cli.events.EventsPrune;
import dev.dbops.cli.events.EventsReplay;
import dev.dbops.cli.events.EventsStatus;
import dev.dbops.cli.events.EventsTail;
import dev.dbops.cli.events.TriggersInstall;
import dev.dbops.cli.events.TriggersList;
import dev.dbops.cli.events.TriggersRemove;
import dev.dbops.cli.events.letters.EventsDeadLetters;
import dev.dbops.cli.lambda.LambdaDeploy;
import dev.dbops.cli.lambda.LambdaInvoke;
import dev.dbops.cli.lambda.LambdaLogs;
import dev.dbops.cli.lambda.LambdaPackage;
import dev.dbops.cli.lambda.LambdaRemove;
import dev.dbops.cli.lambda.LambdaRole;
import dev.dbops.cli.lambda.LambdaStatus;
import dev.dbops.cli.local.LocalStart;
import dev.dbops.cli.local.LocalStatus;
import dev.dbops.cli.local.LocalStop;
import dev.dbops.cli.migration.Migrate;
import dev.dbops.cli.migration.MigrateImport;
import dev.dbops.cli.migration.MigrateNew;
import dev.dbops.cli.migration.MigrateRollback;
import dev.dbops.cli.migration.MigrateStatus;
import dev.dbops.cli.network.SgList;
import dev.dbops.cli.network.SgRevoke;
import dev.dbops.cli.network.SgRun;
import dev.dbops.cli.network.SgUpdate;
import dev.dbops.cli.query.Query;
import dev.dbops.cli.rds.RdsCreate;
import dev.dbops.cli.rds.RdsDelete;
import dev.dbops.cli.rds.RdsEvents;
import dev.dbops.cli.rds.RdsFailover;
import dev.dbops.cli.rds.RdsList;
import dev.dbops.cli.rds.RdsLogs;
import dev.dbops.cli.rds.RdsProxy;
import dev.dbops.cli.rds.RdsReboot;
import dev.dbops.cli.rds.RdsStart;
import dev.dbops.cli.rds.RdsStatus;
import dev.dbops.cli.rds.RdsStop;
import dev.dbops.cli.rds.settings.RdsLogExport;
import dev.dbops.cli.rds.settings.RdsModify;
import dev.dbops.cli.rds.settings.RdsParameters;
import dev.dbops.cli.rds.settings.RdsPgaudit;
import dev.dbops.cli.rds.settings.RdsSecret;
import dev.dbops.cli.rds.snapshot.RdsRestore;
import dev.dbops.cli.rds.snapshot.RdsSnapshot;
import dev.dbops.cli.rds.snapshot.RdsSnapshots;
import dev.dbops.cli.rds.snapshot.RdsSnapshotsDelete;
import dev.dbops.cli.rds.upgrade.RdsUpgrade;
import dev.dbops.cli.schema.Dump;
import dev.dbops.cli.schema.Restore;
import dev.dbops.cli.schema.SchemaDump;
import dev.dbops.cli.schema.SchemaLoad;
import dev.dbops.cli.schema.Seed;
import dev.dbops.cli.sessions.SessionsKill;
import dev.dbops.cli.sessions.SessionsList;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands by name and section. Only the requested command is created, because each takes time. Help and unknown
 * commands need all of them.
 */
final class CommandRegistry {
    private CommandRegistry() {}

    /** The command line for these arguments. */
    static CommandLine commandLine(GlobalOptions options, Context context, RawArguments arguments) {
        var root = new CommandLine(new RootCommand().describe(options));
        var wanted = arguments.command().filter(CommandRegistry::isCommand);
        if (wanted.isPresent() && !wanted.get().equals("help")) {
            add(wanted.get(), root, options, context);
        } else {
            for (var section : CommandSections.ALL) {
                for (var name : section.commands()) {
                    add(name, root, options, context);
                }
            }
        }
        return root;
    }

    private static void add(String name, CommandLine root, GlobalOptions options, Context context) {
        var command = create(name, root, options, context);
        var spec = CommandSpec.wrapWithoutInspection(command).name(name);
        var model = new CommandSpecBuilder(spec);
        command.describe(model);
        if (model.wantsEnvironment()) {
            model.argument(
                    "ENVIRONMENT",
                    "Environment name, connection URL, or local:NAME, as with --env. The name prod reads "
                            + "PROD_CONNECTION_URL.",
                    options::environmentArgument);
        }
        options.describe(model);
        root.addSubcommand(name, spec);
    }

    private static boolean isCommand(String word) {
        for (var section : CommandSections.ALL) {
            if (section.commands().contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static Command create(String name, CommandLine root, GlobalOptions options, Context context) {
        return switch (name) {
            case "cognito-list" -> new CognitoList(context);
            case "cognito-sync" -> new CognitoSync(context);
            case "compare" -> new Compare(context);
            case "completion" ->
                new Completion(context, words -> commandLine(options, context, new RawArguments(words)));
            case "connect" -> new Connect(context);
            case "tunnel" -> new OpenTunnel(context);
            case "create" -> new Create(context);
            case "ddb-create" -> new DdbCreate(context);
            case "ddb-drop" -> new DdbDrop(context);
            case "ddb-list" -> new DdbList(context);
            case "ddb-scan" -> new DdbScan(context);
            case "ddb-conversation" -> new DdbConversation(context);
            case "ddb-conversations" -> new DdbConversations(context);
            case "ddb-seed" -> new DdbSeed(context);
            case "ddb-start" -> new DdbStart(context);
            case "ddb-stop" -> new DdbStop(context);
            case "doctor" -> new Doctor(context);
            case "drop" -> new Drop(context);
            case "dump" -> new Dump(context);
            case "env" -> new Env(context);
            case "events-dead-letters" -> new EventsDeadLetters(context);
            case "events-list" -> new EventsList(context);
            case "events-prune" -> new EventsPrune(context);
            case "events-replay" -> new EventsReplay(context);
            case "events-status" -> new EventsStatus(context);
            case "events-tail" -> new EventsTail(context);
            case "help" -> new Help(root, context);
            case "lambda-deploy" -> new LambdaDeploy(context);
            case "lambda-invoke" -> new LambdaInvoke(context);
            case "lambda-logs" -> new LambdaLogs(context);
            case "lambda-package" -> new LambdaPackage(context);
            case "lambda-remove" -> new LambdaRemove(context);
            case "lambda-role" -> new LambdaRole(context);
            case "lambda-status" -> new LambdaStatus(context);
            case "local-start" -> new LocalStart(context);
            case "local-status" -> new LocalStatus(context);
            case "local-stop" -> new LocalStop(context);
            case "query" -> new Query(context);
            case "migrate" -> new Migrate(context);
            case "migrate-import" -> new MigrateImport(context);
            case "migrate-new" -> new MigrateNew(context);
            case "migrate-rollback" -> new MigrateRollback(context);
            case "migrate-status" -> new MigrateStatus(context);
            case "rds-create" -> new RdsCreate(context);
            case "rds-delete" -> new RdsDelete(context);
            case "rds-events" -> new RdsEvents(context);
            case "rds-failover" -> new RdsFailover(context);
            case "rds-list" -> new RdsList(context);
            case "rds-log-export" -> new RdsLogExport(context);
            case "rds-logs" -> new RdsLogs(context);
            case "rds-modify" -> new RdsModify(context);
            case "rds-parameters" -> new RdsParameters(context);
            case "rds-pgaudit" -> new RdsPgaudit(context);
            case "rds-proxy" -> new RdsProxy(context);
            case "rds-reboot" -> new RdsReboot(context);
            case "rds-restore" -> new RdsRestore(context);
            case "rds-secret" -> new RdsSecret(context);
            case "rds-snapshot" -> new RdsSnapshot(context);
            case "rds-snapshots" -> new RdsSnapshots(context);
            case "rds-snapshots-delete" -> new RdsSnapshotsDelete(context);
            case "rds-start" -> new RdsStart(context);
            case "rds-status" -> new RdsStatus(context);
            case "rds-stop" -> new RdsStop(context);
            case "rds-upgrade" -> new RdsUpgrade(context);
            case "rename" -> new Rename(context);
            case "restore" -> new Restore(context);
            case "schema-dump" -> new SchemaDump(context);
            case "schema-load" -> new SchemaLoad(context);
            case "seed" -> new Seed(context);
            case "sessions" -> new SessionsList(context);
            case "sessions-kill" -> new SessionsKill(context);
            case "prepare" -> new Prepare(context);
            case "setup" -> new Setup(context);
            case "sg-list" -> new SgList(context);
            case "sg-revoke" -> new SgRevoke(context);
            case "sg-run" -> new SgRun(context);
            case "sg-update" -> new SgUpdate(context);
            case "triggers-install" -> new TriggersInstall(context);
            case "triggers-list" -> new TriggersList(context);
            case "triggers-remove" -> new TriggersRemove(context);
            case "url" -> new Url(context);
            case "wait" -> new Wait(context);
            default -> throw new IllegalArgumentException("no command is called " + name);
        };
    }
}
