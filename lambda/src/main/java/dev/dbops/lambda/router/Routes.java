package dev.dbops.lambda.router;

import dev.dbops.events.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a router, of which the first that matches decides.
 *
 * @param routes the rules, in their order
 */
record Routes(List<Route> routes) {
    /**
     * Reads rules that are separated by semicolons or line ends.
     *
     * @param text the rules; empty for all events to one destination
     * @param destination the destination
     * @throws dev.dbops.OpsException of kind USAGE when one of them is not valid
     */
    static Routes parse(String text, String destination) {
        var routes = new ArrayList<Route>();
        for (var rule : (text.isBlank() ? "* -> " + destination : text).split("[;\n]")) {
            if (!rule.isBlank()) {
                var route = Route.parse(rule.strip());
                if (routes.stream().anyMatch(earlier -> earlier.covers(route))) {
                    throw Route.fault(
                            rule.strip(),
                            "a rule before it takes all its events; one rule can have several destinations, separated"
                                    + " by commas");
                }
                routes.add(route);
            }
        }
        return new Routes(List.copyOf(routes));
    }

    /** The names of all destinations. */
    Set<String> destinations() {
        var names = new LinkedHashSet<String>();
        routes.forEach(route -> names.addAll(route.destinations()));
        return names;
    }

    /** Returns the names of the event's destinations; empty when no rule is for it. */
    Optional<List<String>> of(Event event) {
        return routes.stream()
                .filter(route -> route.matches(event))
                .map(Route::destinations)
                .findFirst();
    }
}
