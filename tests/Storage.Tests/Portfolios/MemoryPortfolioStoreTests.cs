using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Storage.Tests.Portfolios;

public sealed class MemoryPortfolioStoreTests : PortfolioStoreTests
{
    protected override Task<IPortfolioStore> CreateAsync() => Task.FromResult<IPortfolioStore>(new MemoryPortfolioStore());
}
