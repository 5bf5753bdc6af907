package dev.dbops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserGroupsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "1000, ada, true, the group of her name",
        "1000, bob, false, her group is not his",
        "1001, bob, false, a user of the directory service is listed in it",
        "1002, cyd, true, listed alone in his own",
        "100, ada, false, the group of all users",
        "2000, ada, false, a group for a project with another member",
        "3000, ada, false, an unknown group",
        "0, ada, true, the group of root"
    })
    void aGroupIsPrivateWhenNobodyElseIsInIt(int gid, String user, boolean expected, String why) throws IOException {
        var users = Files.writeString(directory.resolve("passwd"), """
            root:x:0:0:root:/root:/bin/sh
            ada:x:1000:1000::/home/ada:/bin/sh
            bob:x:1001:1001::/home/bob:/bin/sh
            cyd:x:1002:1002::/home/cyd:/bin/sh
            dan:x:1003:100::/home/dan:/bin/sh
            eve:x:1004:100::/home/eve:/bin/sh
            """);
        var groups = Files.writeString(directory.resolve("group"), """
            root:x:0:
            ada:x:1000:
            bob:x:1001:zoe
            cyd:x:1002:cyd
            users:x:100:
            project:x:2000:ada,bob
            """);

        assertThat(new UserGroups(users, groups).isPrivate(gid, user)).as(why).isEqualTo(expected);
    }
}
