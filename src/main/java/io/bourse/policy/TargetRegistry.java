package io.bourse.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Every registered target, by its id and by its resources. Immutable. */
public final class TargetRegistry {

    /** Nobody registered any. */
    public static final TargetRegistry EMPTY = new TargetRegistry(Map.of());

    private final Map<String, Target> byName;

    private TargetRegistry(Map<String, Target> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** Of these; an id counts more than another's resource. */
    public static TargetRegistry of(Collection<Target> targets) {
        Map<String, Target> byName = new HashMap<>();
        targets.forEach(target -> target.resources().forEach(resource -> byName.put(resource, target)));
        targets.forEach(target -> byName.put(target.id(), target));
        return new TargetRegistry(byName);
    }

    /** The target that this names, enabled or not; what nobody registered means itself and knows every scope. */
    public Target named(String name) {
        Target target = byName.get(name);
        return target == null ? Target.unregistered(name) : target;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TargetRegistry registry && byName.equals(registry.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }
}
