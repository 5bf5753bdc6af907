package dev.dbops.cli.network;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.AddressScope;
import dev.dbops.aws.network.PublicAddress;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The addresses to allow: those of {@code --ip}, else of GITPOD_IP, else this machine's public addresses. */
public final class AddressOptions {
    private static final String VARIABLE = "GITPOD_IP";

    private final List<String> texts = new ArrayList<>();
    private final Context context;

    public AddressOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.repeated(
                "--ip",
                "ADDRESS",
                "Address or CIDR range to allow, at most one IPv4 and one IPv6. Default: " + VARIABLE
                        + ", else this machine's public addresses.",
                texts::add);
    }

    /** The services that find the addresses without {@code --ip}. */
    static List<String> footer() {
        return List.of(
                "The public IPv4 address comes from https://checkip.amazonaws.com, else from",
                "https://ipv4.icanhazip.com; IPv6 from ipv6.icanhazip.com, else api6.ipify.org.",
                "To use your own services, set their URLs in " + PublicAddress.SERVICE_4,
                "or " + PublicAddress.SERVICE_6 + ".");
    }

    /**
     * Starts to find them in the background, while the caller asks AWS.
     *
     * @throws OpsException of kind USAGE when an option or the variable does not contain an address
     */
    public Wanted find() {
        var given = given();
        if (!given.isEmpty()) {
            return new Wanted(context, () -> new PublicAddress.Discovery(given, List.of()));
        }
        var service =
                PublicAddress.of(context.variable(PublicAddress.SERVICE_4), context.variable(PublicAddress.SERVICE_6));
        return new Wanted(context, service::discover);
    }

    /** The addresses that were given, at most one of each version; empty when they have to be found. */
    List<AddressRange> given() {
        var ranges = new ArrayList<AddressRange>();
        var variable = context.variable(VARIABLE).strip();
        if (texts.isEmpty() && !variable.isEmpty()) {
            ranges.add(checked(variable, VARIABLE));
        }
        for (var text : texts) {
            var range = checked(text, "--ip");
            for (var other : ranges) {
                if (other.version() == range.version()) {
                    throw new OpsException(
                            Kind.USAGE,
                            "--ip names two addresses of IPv%d: %s and %s".formatted(range.version(), other, range),
                            "create a rule for each: sg-update --ip %s --name NAME".formatted(range));
                }
            }
            ranges.add(range);
        }
        return ranges;
    }

    private AddressRange checked(String text, String source) {
        var range = AddressRange.parse(text, source);
        if (range.isWorld()) {
            return range;
        }
        switch (AddressScope.of(range)) {
            case PUBLIC -> {}
            case PRIVATE ->
                context.notes()
                        .remark("%s is a private address: only a database in the same network can see it"
                                .formatted(range));
            case RESERVED ->
                throw new OpsException(
                        Kind.USAGE,
                        "%s is a reserved address, which no packet can come from (from %s)".formatted(range, source),
                        "pass the address that the database sees, or omit %s to find it".formatted(source));
        }
        return range;
    }

    /** Addresses that are still being found. */
    public static final class Wanted {
        private final Context context;
        private final BackgroundTask<PublicAddress.Discovery> task;

        private Wanted(Context context, Supplier<PublicAddress.Discovery> search) {
            this.context = context;
            this.task = BackgroundTask.start("public-address", search);
        }

        /**
         * Waits for them.
         *
         * @throws OpsException of kind UNREACHABLE when there are none
         */
        public List<AddressRange> get() {
            var discovery = task.await();
            discovery.troubles().forEach(trouble -> context.notes().remark(trouble));
            return discovery.addresses();
        }
    }
}
