package dev.dbops.aws.inventory;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Region;

/** Lists the databases of several regions at the same time. */
public final class AccountInventory {
    private final AwsClients clients;

    /**
     * @param clients of any region of the account
     */
    public AccountInventory(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * The databases that were found, and why regions are missing.
     *
     * @param databases in the order of the regions
     * @param failures the regions that did not answer, each with the reason
     */
    public record Answer(List<ListedDatabase> databases, SequencedMap<String, OpsException> failures) {
        public Answer {
            databases = List.copyOf(databases);
        }
    }

    /**
     * The regions that are enabled for the account, by name. EC2 knows them; the SDK's own list also has regions that
     * an account has to enable first.
     *
     * @throws OpsException when it is denied; the hint says how to do without
     */
    public List<String> enabledRegions() {
        try {
            return AwsCall.of(
                    "ec2:DescribeRegions",
                    () -> clients.ec2().describeRegions().regions().stream()
                            .map(Region::regionName)
                            .sorted()
                            .toList());
        } catch (OpsException e) {
            throw isDenied(e)
                    ? e.withHint(e.hint().orElse("") + ", or name the regions: --region REGION, once for each")
                    : e;
        }
    }

    /**
     * The databases of these regions.
     *
     * @throws OpsException of kind INTERRUPTED, or USAGE for a name that cannot be a region's
     */
    public Answer list(Collection<String> regions) {
        var running = new LinkedHashMap<String, BackgroundTask<List<ListedDatabase>>>();
        for (var region : regions) {
            running.put(region, BackgroundTask.start("databases of " + region, () -> list(region)));
        }
        var databases = new ArrayList<ListedDatabase>();
        var failures = new LinkedHashMap<String, OpsException>();
        running.forEach((region, task) -> {
            try {
                databases.addAll(task.await());
            } catch (OpsException e) {
                if (e.kind() == Kind.INTERRUPTED || e.kind() == Kind.USAGE) {
                    throw e;
                }
                failures.put(region, e);
            }
        });
        return new Answer(databases, failures);
    }

    private List<ListedDatabase> list(String region) {
        try (var there = clients.inRegion(region)) {
            return new RegionInventory(there).list();
        }
    }

    /** Returns whether a region only denies the request, or is not enabled: then its credentials are unknown there. */
    public static boolean isDenied(OpsException failure) {
        if (!(failure.getCause() instanceof SdkException cause)) {
            return false;
        }
        var kind = AwsFailure.of(cause);
        return kind == AwsFailure.DENIED || kind == AwsFailure.NOT_ACCEPTED;
    }
}
