package dev.dbops.aws.doctor;

import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** The finding about storage that will soon be full, which stops the instance. */
final class StorageFinding {
    private static final Step STORAGE = new Step(AwsChecks.SECTION, "storage");

    private static final double GIB = 1 << 30;

    /** RDS starts to enlarge storage when only a tenth of it is free; see "Managing capacity automatically". */
    private static final double NEARLY_FULL = 0.1;

    private final Inquiry answers;

    StorageFinding(Inquiry answers) {
        this.answers = answers;
    }

    void examine(Consumer<Finding> findings) {
        var database = answers.database();
        if (database.instance().isEmpty() || database.isAurora()) {
            return;
        }
        var instance = database.instance().get();
        answers.freeStorage().then(STORAGE, findings, free -> findings.accept(finding(instance, free)));
    }

    private Finding finding(DBInstance instance, OptionalDouble free) {
        if (free.isEmpty()) {
            return STORAGE.skipped("CloudWatch has no measurement of the last minutes");
        }
        var allocated = instance.allocatedStorage();
        var most = instance.maxAllocatedStorage();
        var grows = most != null && most > allocated;
        var share = free.getAsDouble() / GIB / allocated;
        var message = "%s GiB of %d GiB are free (%d %%); it %s"
                .formatted(
                        gib(free.getAsDouble()),
                        allocated,
                        Math.round(share * 100),
                        grows ? "grows automatically up to %d GiB".formatted(most) : "does not grow automatically");
        if (share > NEARLY_FULL || grows && most > allocated * (1 + NEARLY_FULL)) {
            return STORAGE.ok(message);
        }
        return STORAGE.warning(
                message,
                Remedy.command(answers.database().modifyInstance("--max-storage " + (grows ? most : allocated) * 2)));
    }

    private static String gib(double bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / GIB);
    }
}
