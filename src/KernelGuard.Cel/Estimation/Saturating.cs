namespace KernelGuard.Cel.Estimation;

/// <summary>Arithmetic on costs, none of which is negative, that stays at the largest number.</summary>
internal static class Saturating
{
    public static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    public static long Multiply(long left, long right)
    {
        var high = Math.BigMul(left, right, out long low);
        return high != 0 || low < 0 ? long.MaxValue : low;
    }
}
