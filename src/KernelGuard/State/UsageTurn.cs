namespace KernelGuard.State;

/// <summary>A caller's turn at some meters; ends when disposed.</summary>
internal readonly struct UsageTurn(IReadOnlyList<SemaphoreSlim> turns) : IDisposable
{
    public void Dispose()
    {
        foreach (var turn in turns)
        {
            turn.Release();
        }
    }
}
