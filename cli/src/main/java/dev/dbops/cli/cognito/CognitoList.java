package dev.dbops.cli.cognito;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.cognito.CognitoUser;
import dev.dbops.aws.cognito.UserPool;
import dev.dbops.aws.cognito.UserPoolId;
import dev.dbops.cli.aws.PoolOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.ArrayList;
import java.util.List;

/** Lists the users of a user pool. */
public final class CognitoList implements Command, Runnable {
    private final Context context;
    private final PoolOptions pool;

    public CognitoList(Context context) {
        this.context = context;
        this.pool = new PoolOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the users of a Cognito user pool.");
        pool.describe(model);
        model.footer("Example: db-ops cognito-list -o csv");
    }

    @Override
    public void run() {
        var id = pool.pool();
        try (var clients = pool.clients(id)) {
            context.output().print(read(clients, id), "the user pool %s has no users".formatted(id));
        }
    }

    private List<CognitoUser> read(AwsClients clients, UserPoolId id) {
        List<CognitoUser> users = new ArrayList<>();
        try (var progress = new PoolProgress(context, id)) {
            new UserPool(clients, id).forEach(user -> {
                users.add(user);
                progress.add();
            });
        }
        return users;
    }
}
