package hazel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.jdbc4.JDBC4Connection;

import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class SqliteFileTest {

    private static final SqliteFile.Form FORM =
            new SqliteFile.Form(
                    0x68617a74, 1, "CREATE TABLE t (n INTEGER);", List.of("synchronous = NORMAL"));

    @TempDir private Path dir;

    @Test
    void whoMakesAFileThatAnotherIsMakingWaits() throws Exception {
        Path file = dir.resolve("file");
        try (var other =
                        new JDBC4Connection(
                                "jdbc:sqlite:" + file, file.toString(), new Properties());
                Statement making = other.createStatement()) {
            making.execute("BEGIN IMMEDIATE");
            CompletableFuture<Long> made = CompletableFuture.supplyAsync(() -> make(file));
            // Long enough to be refused, if it is refused at all; a slow machine only sees less.
            assertThatThrownBy(() -> made.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            making.execute("ROLLBACK");
            assertThat(made.get()).isZero();
        }
    }

    private static long make(Path file) {
        try (SqliteFile opened = SqliteFile.open(file, FORM)) {
            return opened.number("SELECT count(*) FROM t");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
