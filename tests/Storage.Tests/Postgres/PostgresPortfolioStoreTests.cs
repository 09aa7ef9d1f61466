using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Tests.Portfolios;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

public sealed class PostgresPortfolioStoreTests(TestPostgres postgres) : PortfolioStoreTests, IAsyncDisposable
{
    private TestDatabase? _database;

    protected override async Task<IPortfolioStore> CreateAsync()
    {
        _database = await TestDatabase.CreateAsync(postgres);
        return _database.Store;
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
