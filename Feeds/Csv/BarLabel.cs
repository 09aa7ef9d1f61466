namespace TradeBooks.Feeds.Csv;

/// <summary>Which end of its bar a time stamp names.</summary>
public enum BarLabel
{
    /// <summary>The stamp is the bar's start, which is also the event time.</summary>
    Start,

    /// <summary>The stamp is the bar's end; event time = stamp − interval.</summary>
    End,
}
