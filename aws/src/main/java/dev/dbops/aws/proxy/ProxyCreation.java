package dev.dbops.aws.proxy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.login.SecretReference;
import dev.dbops.aws.provisioning.Leftovers;
import dev.dbops.aws.provisioning.ProvisionedDatabase;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.provisioning.RequestParameter;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.provisioning.ResourceTags;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.aws.rds.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.AuthScheme;
import software.amazon.awssdk.services.rds.model.ClientPasswordAuthType;
import software.amazon.awssdk.services.rds.model.CreateDbProxyRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.EngineFamily;
import software.amazon.awssdk.services.rds.model.IAMAuthMode;
import software.amazon.awssdk.services.rds.model.RegisterDbProxyTargetsRequest;
import software.amazon.awssdk.services.rds.model.Subnet;
import software.amazon.awssdk.services.rds.model.UserAuthConfig;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Creates a proxy for an instance or a cluster: in its network, with its secret, over TLS only. */
public final class ProxyCreation {
    private final AwsClients clients;
    private final NewProxy wanted;
    private final ResourceTags tags;
    private final DatabaseInstance database;
    private final String name;
    private final String secret;
    private final List<String> subnets;

    /**
     * @param tags the tags of the proxy
     * @throws OpsException of kind USAGE when the database or the secret does not exist, the name is taken, or the
     *     subnets of the proxy are unknown
     */
    public ProxyCreation(AwsClients clients, InstanceReference reference, NewProxy wanted, ResourceTags tags) {
        this.clients = clients;
        this.wanted = wanted;
        this.tags = tags;
        var databases = new ProvisionedDatabases(clients);
        this.database = databases.findWithData(reference);
        this.name = RdsName.database(wanted.name().orElse(database.name() + "-proxy"), "--name");
        new DatabaseInstances(clients).describeProxy(name).ifPresent(_ -> {
            throw new OpsException(
                    Kind.USAGE,
                    "there is a proxy \"%s\" in %s already".formatted(name, clients.region()),
                    "choose another name, or look at it: db-ops rds-proxy --name " + name);
        });
        if (database.type() == Type.CLUSTER) {
            var cluster = databases.cluster(database.name()).orElseThrow();
            this.secret = secret(ProvisionedDatabase.of(cluster, List.of()).secret());
            this.subnets = wanted.subnets().isEmpty() ? subnets(cluster) : wanted.subnets();
        } else {
            var instance = databases.instance(database.name()).orElseThrow();
            this.secret = secret(ProvisionedDatabase.of(instance).secret());
            this.subnets = wanted.subnets().isEmpty() ? subnets(instance) : wanted.subnets();
        }
        if (subnets.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s has no subnet group, so the subnets of the proxy are unknown".formatted(database.description()),
                    "pass two subnets of its VPC in different zones: --subnet ID --subnet ID");
        }
    }

    private String secret(Optional<String> managed) {
        if (wanted.secret().isEmpty()) {
            return managed.orElseThrow(() -> new OpsException(
                    Kind.USAGE,
                    "RDS keeps no secret for %s, and a proxy needs one to log in".formatted(database.description()),
                    "pass a secret with username and password: --proxy-secret NAME"));
        }
        var reference = SecretReference.parse(wanted.secret().get());
        return AwsCall.of("secretsmanager:DescribeSecret", () -> {
            try {
                return clients.secrets()
                        .describeSecret(request -> request.secretId(reference.id()))
                        .arn();
            } catch (ResourceNotFoundException e) {
                throw new OpsException(
                        Kind.USAGE,
                        "%s is not in %s (from --proxy-secret)".formatted(reference.description(), clients.region()),
                        "check its name and --region: aws secretsmanager list-secrets",
                        e);
            }
        });
    }

    private static List<String> subnets(DBInstance instance) {
        return instance.dbSubnetGroup() == null
                ? List.of()
                : instance.dbSubnetGroup().subnets().stream()
                        .map(Subnet::subnetIdentifier)
                        .filter(Objects::nonNull)
                        .toList();
    }

    private List<String> subnets(DBCluster cluster) {
        return RdsCall.of(
                "rds:DescribeDBSubnetGroups",
                () -> clients
                        .rds()
                        .describeDBSubnetGroups(request -> request.dbSubnetGroupName(cluster.dbSubnetGroup()))
                        .dbSubnetGroups()
                        .stream()
                        .flatMap(group -> group.subnets().stream())
                        .map(Subnet::subnetIdentifier)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** {@code proxy "cruddur-db-proxy" for instance "cruddur-db"}. */
    public String description() {
        return "proxy \"%s\" for %s".formatted(name, database.description());
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** All requests. */
    public List<RequestParameter> parameters() {
        var all = new ArrayList<>(creation().parameters());
        all.addAll(registration().parameters());
        return all;
    }

    private RequestPlan creation() {
        var groups = wanted.securityGroups().isEmpty() ? database.securityGroups() : wanted.securityGroups();
        return new RequestPlan()
                .add(
                        "rds:CreateDBProxy",
                        CreateDbProxyRequest.builder()
                                .dbProxyName(name)
                                .engineFamily(EngineFamily.POSTGRESQL)
                                .auth(UserAuthConfig.builder()
                                        .authScheme(AuthScheme.SECRETS)
                                        .secretArn(secret)
                                        .iamAuth(wanted.iamRequired() ? IAMAuthMode.REQUIRED : IAMAuthMode.DISABLED)
                                        .clientPasswordAuthType(ClientPasswordAuthType.POSTGRES_SCRAM_SHA_256)
                                        .build())
                                .roleArn(wanted.role())
                                .vpcSubnetIds(subnets)
                                .vpcSecurityGroupIds(groups)
                                .requireTLS(true)
                                .build(),
                        clients.rds()::createDBProxy,
                        "",
                        "")
                .tagged(tags);
    }

    private RequestPlan registration() {
        var request = RegisterDbProxyTargetsRequest.builder().dbProxyName(name).targetGroupName("default");
        if (database.type() == Type.CLUSTER) {
            request.dbClusterIdentifiers(database.name());
        } else {
            request.dbInstanceIdentifiers(database.name());
        }
        return new RequestPlan()
                .add("rds:RegisterDBProxyTargets", request.build(), clients.rds()::registerDBProxyTargets, "", "");
    }

    /**
     * Creates the proxy, waits until it is available, and registers the database: RDS accepts it only then.
     *
     * @param reach whether to wait until the proxy reaches the database
     * @throws OpsException when that fails; the message names a proxy that was created
     */
    public void run(Waiter waiter, boolean reach) {
        var proxies = new DatabaseProxies(clients);
        creation().run();
        try {
            proxies.awaitAvailable(name, waiter);
            registration().run();
            if (reach) {
                proxies.awaitTarget(name, waiter);
            }
        } catch (OpsException e) {
            throw Leftovers.named(
                    e,
                    List.of("proxy \"%s\" was created".formatted(name)),
                    List.of("db-ops rds-proxy --delete --name %s --region %s --confirm %s"
                            .formatted(name, clients.region(), name)));
        }
    }
}
