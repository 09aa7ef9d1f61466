namespace TradeBooks.Cli;

/// <summary>What the process says to a script.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary><c>check</c> found something wrong with the data, or <c>partitions --check</c> with a map.</summary>
    public const int ProblemsFound = 1;

    /// <summary>Wrong arguments, settings or input data; nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>Results can't be written, or a saved run can't be gone on with.</summary>
    public const int StorageFailed = 3;

    /// <summary>Kafka can't be reached, refused, or no longer holds what was to be read.</summary>
    public const int BrokerFailed = 4;

    /// <summary>Stopped by Ctrl-C or SIGTERM; a run can be resumed.</summary>
    public const int Interrupted = 130;
}
