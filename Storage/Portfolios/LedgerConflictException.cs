namespace TradeBooks.Storage.Portfolios;

/// <summary>
/// A commit has a fill, a decision or a row number that the ledger has already, or has it twice: a bug of the writer.
/// Nothing of the commit was written. The message names the id.
/// </summary>
public sealed class LedgerConflictException(string message, Exception? inner = null) : Exception(message, inner);
