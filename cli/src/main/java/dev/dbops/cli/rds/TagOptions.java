package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.provisioning.ResourceTags;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.ArrayList;
import java.util.List;

/** The option for the tags of what a command creates. */
public final class TagOptions {
    private final List<String> texts = new ArrayList<>();

    public void describe(CommandSpecBuilder model) {
        model.repeated("--tag", "KEY=VALUE", "Tag of what is created. May be repeated.", texts::add);
    }

    /**
     * The tags.
     *
     * @throws OpsException of kind USAGE when AWS would not accept them
     */
    public ResourceTags tags() {
        return ResourceTags.parse(texts);
    }

    /**
     * For a command that creates something only with another option.
     *
     * @throws OpsException of kind USAGE when there are tags
     */
    public void refuseWithout(String option) {
        if (!texts.isEmpty()) {
            throw new OpsException(Kind.USAGE, "--tag requires " + option, "add " + option);
        }
    }
}
