namespace TradeBooks.Feeds.Quality;

/// <summary>How much a finding matters.</summary>
public enum DataQualitySeverity
{
    /// <summary>Worth knowing; a backtest on the file still means what it says.</summary>
    Note,

    /// <summary>Would spoil a backtest, or stop it.</summary>
    Problem,
}
