namespace TradeBooks.Feeds.Csv;

/// <summary>How the rows of a file follow each other in time. Bars are served oldest first in both cases.</summary>
public enum RowOrder
{
    /// <summary>Oldest row first.</summary>
    Ascending,

    /// <summary>Newest row first. Line numbers stay those of the file, so the positions of events go down.</summary>
    Descending,
}
