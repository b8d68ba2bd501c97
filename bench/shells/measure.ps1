# Times prompts in PowerShell; see measure.fish.
. "$PSScriptRoot/start.ps1"
$count = [int]$env:BENCH_COUNT
$clock = [Diagnostics.Stopwatch]::new()
Set-Location -LiteralPath $env:BENCH_PROJECT
foreach ($try in 1..20) {
    $null = prompt
    if ($env:BENCH_TOOL -eq 'none' -or $env:VIRTUAL_ENV) { break }
    Start-Sleep -Milliseconds 200
}
foreach ($i in 1..20) { $null = prompt }
"inside $env:VIRTUAL_ENV"
if ($env:BENCH_WHAT -ne 'trip') {
    foreach ($round in 1..[int]$env:BENCH_ROUNDS) {
        $clock.Restart()
        for ($i = 0; $i -lt $count; $i++) { $null = prompt }
        'unchanged {0}' -f [int64]($clock.Elapsed.TotalMilliseconds * 1000000 / $count)
    }
}
Set-Location -LiteralPath $env:BENCH_OUTSIDE
$null = prompt
if ($env:BENCH_WHAT -ne 'unchanged') {
    foreach ($round in 1..[int]$env:BENCH_ROUNDS) {
        $clock.Restart()
        for ($i = 0; $i -lt $count; $i++) {
            Set-Location -LiteralPath $env:BENCH_PROJECT
            $null = prompt
            Set-Location -LiteralPath $env:BENCH_OUTSIDE
            $null = prompt
        }
        'trip {0}' -f [int64]($clock.Elapsed.TotalMilliseconds * 1000000 / $count)
    }
}
