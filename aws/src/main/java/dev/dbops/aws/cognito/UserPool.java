package dev.dbops.aws.cognito;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.text.Spelling;
import dev.dbops.users.PoolUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUsersRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ListUsersResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolDescriptionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/** The users of a user pool of Amazon Cognito. */
public final class UserPool {
    /** The most that ListUsers and ListUserPools take. */
    private static final int PAGE = 60;

    /** The number of pools to name when the requested one does not exist. */
    private static final int MOST_NAMED = 5;

    private final AwsClients clients;
    private final UserPoolId id;

    /**
     * @param clients of the pool's region
     */
    public UserPool(AwsClients clients, UserPoolId id) {
        this.clients = clients;
        this.id = id;
    }

    /**
     * Passes on the users, page by page: at most one page is in memory.
     *
     * <p>All attributes are asked for. With AttributesToGet, ListUsers fails as soon as one user of the page has no
     * value for one of them.
     *
     * @throws OpsException of kind USAGE when the pool does not exist; the hint suggests similar pools
     */
    public void forEach(Consumer<CognitoUser> action) {
        var request = ListUsersRequest.builder().userPoolId(id.id()).limit(PAGE);
        Optional<String> next;
        do {
            var page = page(request.build());
            for (var user : page.users()) {
                action.accept(of(user));
            }
            next = Optional.ofNullable(page.paginationToken()).filter(token -> !token.isEmpty());
            next.ifPresent(request::paginationToken);
        } while (next.isPresent());
    }

    /** As {@link #forEach}, with only the attributes that a table of users needs. */
    public void forEachPoolUser(Consumer<PoolUser> action) {
        forEach(user -> action.accept(new PoolUser(
                user.cognitoUserId(),
                user.handle().orElse(""),
                user.email().orElse(""),
                user.name().orElse(""),
                !user.status().equals(UserStatusType.UNCONFIRMED.toString()),
                user.emailVerified())));
    }

    private ListUsersResponse page(ListUsersRequest request) {
        return AwsCall.of("cognito-idp:ListUsers", () -> {
            try {
                return clients.cognito().listUsers(request);
            } catch (ResourceNotFoundException e) {
                throw notFound(e);
            }
        });
    }

    private static CognitoUser of(UserType user) {
        var attributes = new HashMap<String, String>();
        for (var attribute : user.attributes()) {
            if (attribute.value() != null && !attribute.value().isEmpty()) {
                attributes.put(attribute.name(), attribute.value());
            }
        }
        return new CognitoUser(
                Optional.ofNullable(attributes.get("preferred_username")),
                Optional.ofNullable(attributes.get("email")),
                "true".equalsIgnoreCase(attributes.get("email_verified")),
                Optional.ofNullable(attributes.get("name")),
                Objects.requireNonNull(attributes.get("sub"), "every user has a sub"),
                user.username(),
                Optional.ofNullable(user.userStatusAsString()).orElse(""),
                !Boolean.FALSE.equals(user.enabled()),
                Optional.ofNullable(user.userCreateDate()));
    }

    private OpsException notFound(ResourceNotFoundException e) {
        return new OpsException(
                Kind.USAGE,
                "there is no user pool %s in this account (from %s)".formatted(id, id.source()),
                pools(),
                e);
    }

    /** The existing pools; permission to list users does not include permission to list pools. */
    private String pools() {
        List<UserPoolDescriptionType> pools = new ArrayList<>();
        try {
            clients.cognito()
                    .listUserPoolsPaginator(request -> request.maxResults(PAGE))
                    .userPools()
                    .forEach(pools::add);
        } catch (SdkException _) {
            return "check the id and the account (--profile)";
        }
        if (pools.isEmpty()) {
            return "there is none in %s: check the account (--profile)".formatted(clients.region());
        }
        var nearest = Spelling.nearest(
                id.id(), pools.stream().map(UserPoolDescriptionType::id).toList());
        for (var pool : pools) {
            if (pool.id().equals(nearest)) {
                return "did you mean %s?".formatted(label(pool));
            }
        }
        var names = pools.stream().limit(MOST_NAMED).map(UserPool::label).toList();
        return "in %s there are: %s%s"
                .formatted(
                        clients.region(),
                        String.join(", ", names),
                        pools.size() > MOST_NAMED ? " and %d more".formatted(pools.size() - MOST_NAMED) : "");
    }

    private static String label(UserPoolDescriptionType pool) {
        return "%s (%s)".formatted(pool.id(), pool.name());
    }
}
