using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>Is shown the levels of a side, best first.</summary>
public interface ILevelVisitor
{
    /// <returns>Whether to be shown the next one too.</returns>
    bool Visit(in DepthLevel level);
}
