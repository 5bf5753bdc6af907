package dev.dbops.target;

/** The source of a target's settings. */
public sealed interface Origin {
    /** The words after "from" in the target line. */
    String description();

    /** The environment file that names the server, such as .env; empty when the user does. */
    default String file() {
        return "";
    }

    /**
     * Returns whether an environment file names the server: then it gets no password that the user keeps for other
     * servers.
     */
    default boolean isFile() {
        return !file().isEmpty();
    }

    /**
     * An option that holds a connection URL.
     *
     * @param description the option, such as --url
     */
    record UrlOption(String description) implements Origin {
        /** The option {@code --url}. */
        public UrlOption() {
            this("--url");
        }
    }

    /** A URL in the place of an environment, as in psql: {@code db-ops sessions URL}, {@code -e URL}. */
    record UrlWord() implements Origin {
        @Override
        public String description() {
            return "the command line";
        }
    }

    /**
     * A variable that holds a connection URL.
     *
     * @param name the variable's name, such as PROD_CONNECTION_URL
     * @param environment the environment that was asked for, such as prod; empty when none was
     * @param file the environment file that set the variable, such as .env; empty when the real environment did
     */
    record UrlVariable(String name, String environment, String file) implements Origin {
        /** A variable of the real environment. */
        public UrlVariable(String name, String environment) {
            this(name, environment, "");
        }

        @Override
        public String description() {
            return file.isEmpty() ? name : name + " in " + file;
        }
    }

    /**
     * The variables of libpq: PGHOST, PGSERVICE and so on.
     *
     * @param file the environment file that set those that name the server; empty when the real environment did
     */
    record LibpqVariables(String file) implements Origin {
        /** Variables of the real environment. */
        public LibpqVariables() {
            this("");
        }

        @Override
        public String description() {
            return "the PG* variables";
        }
    }

    /**
     * The private server that db-ops runs itself.
     *
     * @param named whether the database was named, as {@code local:NAME}; if not, it is the project's own
     */
    record LocalServer(boolean named) implements Origin {
        /** Nothing was configured: the project's own database. */
        public LocalServer() {
            this(false);
        }

        @Override
        public String description() {
            return "the local server";
        }
    }
}
