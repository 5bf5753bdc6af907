/** The state of a deployed pipeline: its functions, event source mappings, proxies, queues and alarms. */
package dev.dbops.aws.pipeline;
