namespace TradeBooks.Web.Live;

/// <summary>Sizes of a <see cref="LiveFeed"/>.</summary>
public sealed record LiveFeedOptions
{
    /// <summary>Events remembered for each portfolio, 1 or more. Default 4,096.</summary>
    public int Capacity { get; init; } = 4_096;

    /// <summary>How long marks, equity and lag are gathered before the latest are published; 0 for not at all. Default 250 ms.</summary>
    public TimeSpan GatherFor { get; init; } = TimeSpan.FromMilliseconds(250);
}
