using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>Makes a level of what a <see cref="BookLadder"/> keeps of it.</summary>
internal interface ILadderReader
{
    DepthLevel Read(long key, long quantity, ushort scales);
}
