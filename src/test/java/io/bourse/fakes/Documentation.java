package io.bourse.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fenced blocks of a page under {@code docs}. */
public final class Documentation {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    private Documentation() {}

    /** @param language what stands behind the fence, such as {@code yaml} */
    public record Block(String language, String text) {}

    /** All blocks that name a language, in their order. */
    public static List<Block> blocks(String page) {
        try {
            Matcher matcher = FENCED.matcher(Files.readString(Path.of("docs", page)));
            List<Block> blocks = new ArrayList<>();
            while (matcher.find()) {
                blocks.add(new Block(matcher.group(1), matcher.group(2)));
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entry files of a page: its YAML without the manifests of Kubernetes. */
    public static List<String> entryFiles(String page) {
        return yaml(page, false);
    }

    public static List<String> manifests(String page) {
        return yaml(page, true);
    }

    private static List<String> yaml(String page, boolean manifests) {
        return blocks(page).stream()
                .filter(block -> block.language().equals("yaml"))
                .map(Block::text)
                .filter(text -> text.startsWith("apiVersion:") == manifests)
                .toList();
    }
}
