package io.bourse.door.sso;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What a deed tells of a change: each member that is different, as it was and as it is. */
final class Diff {

    /** Different every time. */
    private static final Set<String> TIMES = Set.of("created_at", "updated_at");

    private Diff() {}

    /** Tells of a secret that it was changed, and nothing more. */
    static ObjectNode withSecret(ObjectNode diff, String name) {
        diff.withObject("/data").put(name, "changed");
        return diff;
    }

    static ObjectNode between(ObjectNode before, ObjectNode after) {
        ObjectNode diff = Deeds.object().put("type", "diff");
        ObjectNode members = diff.putObject("data");
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.removeAll(TIMES);
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                ObjectNode member = members.putObject(name);
                if (before.has(name)) {
                    member.set("previous", before.get(name));
                }
                if (after.has(name)) {
                    member.set("current", after.get(name));
                }
            }
        }
        return diff;
    }
}
