package io.bourse.db;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Unpacks PostgreSQL's programs from the class path. Its libraries may be absent: then so are the programs. */
final class EmbeddedBinaries {

    private static final String OWNER_EXECUTE = "bin/";

    private EmbeddedBinaries() {}

    /** The archive for this system; null if this build has none. */
    static @Nullable URL archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        boolean arm = List.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
        String machine = arm ? "arm_64" : "x86_64";
        return EmbeddedBinaries.class.getResource("/postgres-" + system + "-" + machine + ".txz");
    }

    /**
     * Unpacks into a new directory beside and then renames it, so that what is there is whole. What other archives left
     * there is deleted. The caller sees to it that no two do this at once.
     *
     * @return the directory of the programs
     */
    static Path unpack(URL archive, Path parent) throws IOException {
        Path home = parent.resolve("postgresql-" + archive.openConnection().getContentLengthLong());
        if (Files.isDirectory(home)) {
            return home.resolve("bin");
        }
        try (Stream<Path> children = Files.list(parent)) {
            for (Path old : children.filter(EmbeddedBinaries::isUnpacked).toList()) {
                delete(old);
            }
        }
        Path fresh = parent.resolve("postgresql-new");
        try (InputStream compressed = archive.openStream();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(compressed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(entry, tar, fresh);
            }
        }
        return Files.move(fresh, home).resolve("bin");
    }

    /** Deletes a directory with all that is in it; one that is not there is as good as deleted. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static boolean isUnpacked(Path path) {
        return path.getFileName().toString().startsWith("postgresql-");
    }

    private static void write(TarArchiveEntry entry, TarArchiveInputStream tar, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if (entry.getName().startsWith(OWNER_EXECUTE) && !target.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make executable: " + target);
        }
    }
}
