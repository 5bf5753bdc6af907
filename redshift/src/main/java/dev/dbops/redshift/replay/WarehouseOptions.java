package dev.dbops.redshift.replay;

import java.util.Optional;

/**
 * The options of a replay to a warehouse.
 *
 * @param createsTables whether tables and columns that the warehouse lacks are created there
 * @param stage the place in S3 for many rows at once; empty to insert all rows over the connection
 */
public record WarehouseOptions(boolean createsTables, Optional<StagePlace> stage) {}
