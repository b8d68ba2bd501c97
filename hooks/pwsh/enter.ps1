# Applies an answer, enters and leaves, by fixed code: nothing that was received is ever evaluated.
# Part of pyguard.psm1, whose state it shares.

# Applies an answer that was found whole.
function Complete-Answer([string[]]$answer) {
    $environment = $answer[4]
    $root = $answer[5]
    if ([string]::Equals($answer[3], 'in')) {
        $isIn = [string]::Equals((Read-Environment 'PYGUARD_ACTIVE'), "${environment}:$root")
        if (-not $isIn -or -not [string]::Equals($script:put, $environment)) {
            $active, $null = Get-Active
            if (-not [string]::Equals($active, $environment)) { Exit-Environment }
            Enter-Environment $environment $root
        }
        Write-Environment 'VIRTUAL_ENV_PROMPT' $answer[6]
    } elseif ([string]::Equals($answer[3], 'out')) {
        Exit-Environment
    }
    $script:marks = $answer[8]
    $script:witness = $answer[9]
    $script:stamp = $answer[10]
    $script:venvHere = [string]::Equals($answer[11], '1')
    if ($answer[12].Length -gt 0 -or [string]::Equals($answer[3], 'in')) { $script:line = $answer[12] }
    $hasOwnPip = $environment.Length -gt 0 -and [string]::Equals($answer[13], 'allow')
    $script:ownPip = if ($hasOwnPip) { $environment } else { '' }
    Write-Environment 'PYGUARD_SEGMENT' "$($answer[7])|$($answer[8])|$($answer[6])"
    if ($script:evidence.StartsWith('born:', 'Ordinal')) { $script:birth = '' }
    $script:evidence = ''
    Save-Seen
}

# Puts an environment in front: first time, in a nested shell, or over one activated by hand or by an editor.
function Enter-Environment([string]$environment, [string]$root) {
    $current = Read-Environment 'VIRTUAL_ENV'
    if ($current.Length -gt 0) {
        if (Test-Same $current $environment) {
            Restore-Activated $current $environment
        } else {
            $script:under = $current
            $script:underPrompt = Read-Environment 'VIRTUAL_ENV_PROMPT'
        }
    }
    $pythonHome = [Environment]::GetEnvironmentVariable('PYTHONHOME')
    if ($null -ne $pythonHome) {
        $script:pythonHome = $pythonHome
        Clear-Environment 'PYTHONHOME'
    }
    Write-Environment 'VIRTUAL_ENV' $environment
    Write-Environment 'PYGUARD_ACTIVE' "${environment}:$root"
    Write-Environment 'PATH' ("$environment/bin:" + (Read-Environment 'PATH'))
    $script:put = $environment
    if ($script:under.Length -eq 0 -or $null -eq $function:deactivate) {
        $script:deactivates = $true
        ${function:global:deactivate} = {
            param([switch]$NonDestructive)
            Exit-ByHand $NonDestructive.IsPresent
        }
    }
}

# Typed by hand it stays in force until the project is left; Activate.ps1 calls it with -NonDestructive.
function Exit-ByHand([bool]$isNonDestructive) {
    if (-not $isNonDestructive) { $null, $script:left = Get-Active }
    Exit-Environment
    Sync-Alias
    Publish-State
}

# Whether two paths name one environment.
function Test-Same([string]$one, [string]$other) {
    if ([string]::Equals($one, $other)) { return $true }
    $files = "$one/pyvenv.cfg", "$other/pyvenv.cfg"
    if (-not [IO.File]::Exists($files[0]) -or -not [IO.File]::Exists($files[1])) { return $false }
    $first, $second = (Microsoft.PowerShell.Management\Get-Item -LiteralPath $files -Force).UnixStat
    $first.Inode -eq $second.Inode -and $first.DeviceId -eq $second.DeviceId
}

# Whether Activate.ps1 was run for the environment that we had entered already.
# CPython's Activate.ps1 keeps the old PATH in the environment, virtualenv's and uv's activate.ps1 in a variable.
function Test-ActivatedTwice {
    ($null -ne [Environment]::GetEnvironmentVariable('_OLD_VIRTUAL_PATH') -or
        $null -ne $ExecutionContext.SessionState.PSVariable.Get('global:_OLD_VIRTUAL_PATH')) -and
        $script:put.Length -gt 0 -and $script:under.Length -eq 0 -and
        [string]::Equals([Environment]::GetEnvironmentVariable('VIRTUAL_ENV'), $script:put)
}

# What an activation script left behind is put back by name: one PATH entry, one prefix, one way out.
function Restore-Activated([string]$current, [string]$environment) {
    while (Remove-PathEntry "$current/bin") { }
    while (Remove-PathEntry "$environment/bin") { }
    if ($null -ne $function:_OLD_VIRTUAL_PROMPT) { Restore-Prompt }
    $pythonHome = [Environment]::GetEnvironmentVariable('_OLD_VIRTUAL_PYTHONHOME')
    if ($null -ne $pythonHome) { $script:pythonHome = $pythonHome }
    Clear-Environment '_OLD_VIRTUAL_PYTHONHOME'
    Clear-Environment '_OLD_VIRTUAL_PATH'
    $variables = '_OLD_VIRTUAL_PATH', '_PYTHON_VENV_PROMPT_PREFIX'
    Microsoft.PowerShell.Utility\Remove-Variable -Name $variables -Scope Global -Force -ErrorAction Ignore
}

# Takes the script's prompt away again: the one in force, or, where it came before us, the one that we call.
function Restore-Prompt {
    $plain = $function:_OLD_VIRTUAL_PROMPT
    if (([string]$function:prompt).Contains('_OLD_VIRTUAL_PROMPT', 'OrdinalIgnoreCase')) {
        ${function:global:prompt} = $plain
        $script:hidesPrefix = $true
    } elseif (([string]$script:userPrompt).Contains('_OLD_VIRTUAL_PROMPT', 'OrdinalIgnoreCase')) {
        $script:activatedPrompt = $script:userPrompt
        $script:plainPrompt = $plain
    } else {
        return
    }
    $script:items.Remove('Function:_OLD_VIRTUAL_PROMPT', $false)
}

# Takes out exactly what was put in. Needs no daemon and no directory to be there.
function Exit-Environment {
    $environment, $null = Get-Active
    if ($environment.Length -eq 0) { return }
    $null = Remove-PathEntry "$environment/bin"
    Remove-SavedEntry "$environment/bin"
    $current = Read-Environment 'VIRTUAL_ENV'
    if ($current.Length -eq 0 -or [string]::Equals($current, $environment)) {
        Clear-Environment 'VIRTUAL_ENV'
        Clear-Environment 'VIRTUAL_ENV_PROMPT'
        # Where another environment is active by now, the function is its own.
        if ($script:deactivates -and $null -ne $function:deactivate) {
            $script:items.Remove('Function:deactivate', $false)
        }
        # With VIRTUAL_ENV the `deactivate` of what lay under ours has taken that away too.
        if ($script:under.Length -gt 0 -and $current.Length -gt 0) {
            Write-Environment 'VIRTUAL_ENV' $script:under
            if ($script:underPrompt.Length -gt 0) { Write-Environment 'VIRTUAL_ENV_PROMPT' $script:underPrompt }
        }
        $script:environmentBefore = Read-Environment 'VIRTUAL_ENV'
        if ($null -ne $script:pythonHome) { Write-Environment 'PYTHONHOME' $script:pythonHome }
    } elseif ($null -ne $script:pythonHome) {
        Write-Environment '_OLD_VIRTUAL_PYTHONHOME' $script:pythonHome
    }
    Clear-Environment 'PYGUARD_ACTIVE'
    Clear-Environment 'PYGUARD_SEGMENT'
    $script:pythonHome = $null
    $script:deactivates = $false
    $script:put = $script:under = $script:underPrompt = $script:seen = $script:ownPip = ''
}

# A path list without the first entry equal to $entry; null where there is none.
function Get-PathWithout([string]$entry, [string]$path) {
    $entries = [Collections.Generic.List[string]]$path.Split([char]':')
    if ($entries.Remove($entry)) { [string]::Join(':', $entries) } else { $null }
}

# Takes an entry out of PATH; false where it was not there.
function Remove-PathEntry([string]$entry) {
    $path = Get-PathWithout $entry (Read-Environment 'PATH')
    if ($null -eq $path) { return $false }
    Write-Environment 'PATH' $path
    $true
}

# Activated by hand over ours: what the script saved holds our entry, and its `deactivate` would bring that back.
function Remove-SavedEntry([string]$entry) {
    $path = Get-PathWithout $entry (Read-Environment '_OLD_VIRTUAL_PATH')
    if ($null -ne $path) { Write-Environment '_OLD_VIRTUAL_PATH' $path }
    $saved = $ExecutionContext.SessionState.PSVariable.Get('global:_OLD_VIRTUAL_PATH')
    if ($null -eq $saved) { return }
    $path = Get-PathWithout $entry ([string]$saved.Value)
    if ($null -ne $path) { $saved.Value = $path }
}
