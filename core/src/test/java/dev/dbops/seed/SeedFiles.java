package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.RecordedNotices;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A fresh database, with seed files from the test's text. */
final class SeedFiles {
    final TestServer server;
    final ConnectionTarget target;
    final RecordedNotices heard = new RecordedNotices();

    SeedFiles(int major) {
        server = TestServer.ofMajor(major);
        target = server.newDatabase();
    }

    void execute(String sql) {
        server.execute(target.database(), sql);
    }

    List<String> rows(String sql) {
        return server.rows(target.database(), sql);
    }

    /** Loads one file, which messages name {@code rows.csv} or {@code rows.json}. */
    long load(SeedFormat format, String table, String text) {
        return load(format, table, text.getBytes(StandardCharsets.UTF_8));
    }

    long load(SeedFormat format, String table, byte[] content) {
        var source = TableFile.parse(format, table + "=rows." + format.word());
        return ((SeedResult.Loaded) load(false, List.of(source), List.of(content))).rows();
    }

    SeedResult load(boolean once, List<TableFile> sources, List<byte[]> contents) {
        var files = new ArrayList<InputFile>();
        try (var database = Database.connect(target)) {
            var rows = new ArrayList<SeedRows>();
            for (var i = 0; i < sources.size(); i++) {
                var file = InputFile.ofStream(
                        new ByteArrayInputStream(contents.get(i)),
                        sources.get(i).file());
                files.add(file);
                rows.add(SeedRows.of(sources.get(i), file));
            }
            var loader = new SeedLoader(database, heard);
            return once ? loader.loadOnce(rows) : loader.load(rows);
        } finally {
            files.forEach(InputFile::close);
        }
    }

    static byte[] gzip(String text) {
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
