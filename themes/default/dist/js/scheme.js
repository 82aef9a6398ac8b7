(()=>{try{let e=localStorage.getItem("headsup-scheme");(e==="light"||e==="dark")&&(document.documentElement.dataset.theme=e)}catch{}})();
