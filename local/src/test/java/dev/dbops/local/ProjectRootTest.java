package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectRootTest {
    @TempDir
    private Path temporary;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(temporary.toRealPath().resolve("home"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".git/", "schema.sql", "db/", ".env"})
    void aProjectIsKnownByTheNearestDirectoryWithAMarker(String marker) throws IOException {
        var project = directory("work/api");
        make(project, marker);

        assertThat(rootOf(project)).isEqualTo(project);
        assertThat(rootOf(directory("work/api/src/main"))).isEqualTo(project);
    }

    @Test
    void theNearestMarkerWins() throws IOException {
        make(directory("work"), ".git/");
        make(directory("work/api"), "schema.sql");

        assertThat(rootOf(directory("work/api/src"))).isEqualTo(home.resolve("work/api"));
        assertThat(rootOf(directory("work/web"))).isEqualTo(home.resolve("work"));
    }

    @Test
    void theDirectoryOfTheScriptsIsNotAProjectOfItsOwn() throws IOException {
        make(directory("cruddur/db"), "schema.sql");
        directory("cruddur/db/migrations");

        for (var here : new String[] {"cruddur", "cruddur/db", "cruddur/db/migrations"}) {
            assertThat(rootOf(home.resolve(here))).isEqualTo(home.resolve("cruddur"));
        }
    }

    @Test
    void aRepositoryCalledDbIsAProject() throws IOException {
        make(directory("work/db"), ".git/");
        make(directory("db"), "schema.sql");

        assertThat(rootOf(home.resolve("work/db"))).isEqualTo(home.resolve("work/db"));
        assertThat(rootOf(home.resolve("db"))).isEqualTo(home.resolve("db"));
    }

    @Test
    void homeIsNotTheProjectOfTheDirectoriesBelowIt() throws IOException {
        make(home, ".git/");
        make(home, ".env");

        assertThat(rootOf(directory("notes/today"))).isEqualTo(home.resolve("notes/today"));
        assertThat(rootOf(home)).isEqualTo(home);
    }

    @Test
    void aDirectoryOutsideOfHomeIsFoundToo() throws IOException {
        var project = Files.createDirectories(home.resolveSibling("workspaces/shop"));
        make(project, "schema.sql");

        assertThat(rootOf(Files.createDirectories(project.resolve("a/b")))).isEqualTo(project);
        assertThat(rootOf(Path.of("/"))).isEqualTo(Path.of("/"));
    }

    @Test
    void aSymbolicLinkLeadsToTheSameProject() throws IOException {
        var project = directory("work/api");
        make(project, "schema.sql");
        var link = Files.createSymbolicLink(home.resolve("link"), project);

        assertThat(rootOf(link)).isEqualTo(project);
    }

    private Path rootOf(Path directory) {
        return ProjectRoot.find(directory, home).directory();
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    private static void make(Path directory, String marker) throws IOException {
        if (marker.endsWith("/")) {
            Files.createDirectory(directory.resolve(marker));
        } else {
            Files.createFile(directory.resolve(marker));
        }
    }
}
