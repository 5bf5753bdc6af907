package dev.dbops.redshift.standin;

/** A request that the Data API answers with an error. */
final class DataApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;

    /**
     * @param type the exception of the API, such as ValidationException
     */
    DataApiRefusal(String type, String message) {
        super(message);
        this.type = type;
    }

    static DataApiRefusal invalid(String message) {
        return new DataApiRefusal("ValidationException", message);
    }

    static DataApiRefusal notFound(String message) {
        return new DataApiRefusal("ResourceNotFoundException", message);
    }

    String type() {
        return type;
    }
}
